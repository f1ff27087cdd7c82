/* Keys while a sheet lies over the board: 1 to 9 press what it offers, up and down go through it. */

const PLACES = "123456789";
const CHOICES = "a.button, button:not([data-closes]), summary";
const FIELDS = "input:not([type=hidden]), select, textarea";
const WRITTEN = "textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=hidden])";

/* What a key does in this sheet, if anything; `run` does what the key map's own rows name. */
export function keyInSheet(sheet, { key, target }, run) {
  const body = sheet.querySelector(".sheet__body");
  if (body.querySelector("pin-pad")) return undefined; // digits are digits there
  number(body);
  if (key === "ArrowDown" || key === "ArrowUp") return () => step(body, key === "ArrowDown" ? 1 : -1);
  if (target.matches(WRITTEN)) return undefined;
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
