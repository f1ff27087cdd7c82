/* One tap for a dish that asks nothing. Without script the same sign leads to the dish's page. */

const KEY_BYTES = 16;

document.addEventListener("click", async (event) => {
  const adds = event.target.closest("[data-adds]");
  if (!adds) return;
  event.preventDefault();
  if ("busy" in adds.dataset) return;
  adds.dataset.busy = "";
  const values = { dish: adds.dataset.adds, key: newKey() };
  await htmx.ajax("POST", "/cart/lines", { values, target: "#dish-body", swap: "innerHTML" }).catch(() => {});
  delete adds.dataset.busy;
});

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
