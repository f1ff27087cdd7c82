/* Big digits for cash, likely amounts, and the change before anything is taken. The server counts again. */

class CashPad extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-pad]").hidden = false;
    this.addEventListener("click", this);
    this.addEventListener("input", () => this.#count());
    this.addEventListener("submit", (event) => this.#quick(event), true);
    this.last = this.given;
    this.addEventListener("focusin", ({ target }) => target.matches("[name=tendered]:not([type=hidden]), [name=amount]") && (this.last = target));
    this.#count();
  }

  get given() {
    return this.querySelector("[data-pay] [name=tendered]");
  }

  get part() {
    return this.querySelector("[data-pay] [name=amount]");
  }

  handleEvent({ target }) {
    const button = target.closest("[data-digit], [data-erase]");
    if (!button) return;
    const { value } = this.last;
    this.last.value = "erase" in button.dataset ? value.slice(0, -1) : (value + button.dataset.digit).slice(0, this.last.maxLength);
    this.#count();
  }

  // A likely amount is filled in; taking it is one more tap, after the change was seen.
  #quick(event) {
    if (!("quick" in event.target.dataset)) return;
    event.preventDefault();
    this.given.value = event.target.elements.tendered.value;
    this.#count();
    this.querySelector("[data-pay] [data-kind=primary]").focus();
  }

  #count() {
    const given = this.#minor(this.given.value);
    const place = this.querySelector("[data-change]");
    place.hidden = !(given > 0);
    if (place.hidden) return;
    const due = Number(this.dataset.due);
    const counts = Math.min(due, this.#minor(this.part.value) || due, given);
    const change = given - counts;
    const isShort = change === 0 && counts < due;
    place.querySelector("[data-word-change]").hidden = isShort;
    place.querySelector("[data-word-left]").hidden = !isShort;
    place.querySelector("[data-change-amount]").textContent = this.#money(isShort ? due - counts : change);
  }

  #minor(text) {
    const typed = text.trim().replace(",", ".");
    return /^\d+(\.\d*)?$/.test(typed) ? Math.round(Number(typed) * 10 ** this.dataset.decimals) : NaN;
  }

  #money(minor) {
    const { locale, currency, decimals } = this.dataset;
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(minor / 10 ** decimals);
  }
}

customElements.define("cash-pad", CashPad);
