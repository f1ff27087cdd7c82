/* Several quick taps become one change: the number moves at once, the last one is sent. */

const WAIT_MS = 350;
const MOST = 99;

class QuantityButtons extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.#tapped(event));
  }

  get number() {
    return this.querySelector(".quantity__number");
  }

  #tapped(event) {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    event.preventDefault();
    const wanted = Math.min(MOST, Math.max(1, Number(this.number.textContent) + Number(button.dataset.step)));
    this.number.textContent = wanted;
    this.dataset.busy = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(button.form, wanted), WAIT_MS);
  }

  async #send(form, quantity) {
    await htmx.ajax("POST", form.action, { values: { quantity }, swap: "none" }).catch(() => {});
    delete this.dataset.busy;
  }
}

customElements.define("quantity-buttons", QuantityButtons);
