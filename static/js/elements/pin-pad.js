/* Big digits for a PIN. The pad replaces the screen keyboard; a real keyboard keeps working. */

class PinPad extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-pad]").hidden = false;
    this.querySelector("[data-without-pad]").hidden = true;
    this.field.inputMode = "none";
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  get field() {
    return this.querySelector("input[name=pin]");
  }

  handleEvent({ target }) {
    const button = target.closest("[data-digit], [data-clear]");
    if (!button) return;
    const { value, maxLength } = this.field;
    this.field.value = button.dataset.digit ? (value + button.dataset.digit).slice(0, maxLength) : "";
  }
}

customElements.define("pin-pad", PinPad);
