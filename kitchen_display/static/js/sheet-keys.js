/* Keys while a sheet lies over the board: 1 to 9 press what it offers, up and down go through it, as do
   plus and minus on a number pad. */

const PLACES = "123456789";
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const PAD_STEPS = { "+": 1, "-": -1 };
const CHOICES = "a.button, button:not([data-closes]), summary";
const FIELDS = "input:not([type=hidden]), select, textarea";
const WRITTEN = "textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=hidden])";

/* What a key does in this sheet, if anything; `run` does what the key map's own rows name. */
export function keyInSheet(sheet, { key, target }, run) {
  const body = sheet.querySelector(".sheet__body");
  if (body.querySelector("pin-pad")) return undefined; // digits are digits there
  number(body);
  if (key in STEPS) return () => step(body, STEPS[key]);
  if (target.matches(WRITTEN)) return undefined;
  if (key in PAD_STEPS) return () => step(body, PAD_STEPS[key]);
  if (key === "Enter" && target.type === "range") return () => raise(target);
  if (key === "0" || key === "Backspace") return () => sheet.close();
  if (key === "Enter" && target.matches("input")) return () => target.click();
  const choice = PLACES.includes(key) && body.querySelector(`[data-nth="${key}"]`);
  return choice ? () => press(sheet, choice, run) : undefined;
}

/* Show on each of the first nine which number it is. */
export function number(body) {
  for (const one of body.querySelectorAll("[data-nth]")) delete one.dataset.nth;
  const shown = [...body.querySelectorAll(CHOICES)].filter((one) => one.getClientRects().length);
  shown.slice(0, PLACES.length).forEach((one, place) => (one.dataset.nth = PLACES[place]));
}

function press(sheet, choice, run) {
  const { runs } = choice.dataset;
  if (!runs) return choice.click();
  sheet.close();
  return run(runs);
}

function step(body, by) {
  const all = [...body.querySelectorAll(`${CHOICES}, ${FIELDS}`)].filter((one) => one.getClientRects().length);
  const now = all.indexOf(document.activeElement);
  all[Math.min(all.length - 1, Math.max(0, now + by))]?.focus();
}

/* One step louder or larger; after the most comes the least. */
function raise(range) {
  if (range.value === range.max) range.value = range.min;
  else range.stepUp();
  range.dispatchEvent(new Event("change", { bubbles: true }));
}

/* Whoever came by a key reads the numbers at once. */
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (document.querySelector("ticket-rail[data-keys]") && target.matches(".sheet__body")) number(target);
});
document.addEventListener("click", ({ target }) => {
  const row = target.closest("[data-runs]");
  if (!row) return;
  row.closest("dialog")?.close();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: row.dataset.runs }));
});
document.addEventListener(
  "toggle",
  ({ target }) => target.matches("dialog[open]") && document.querySelector("ticket-rail[data-keys]") && number(target.querySelector(".sheet__body")),
  true,
);
