/* One fewer, one more. The number stays an ordinary input with its own min and max. */

class StepInput extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("input", this);
    this.#settle();
  }

  get input() {
    return this.querySelector("input");
  }

  handleEvent(event) {
    const button = event.target.closest("[data-step]");
    if (event.type === "click" && button) this.#step(Number(button.dataset.step));
    this.#settle();
  }

  #step(by) {
    if (by > 0) this.input.stepUp();
    else this.input.stepDown();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #settle() {
    const { value, min, max } = this.input;
    this.querySelector('[data-step="-1"]').disabled = min !== "" && Number(value) <= Number(min);
    this.querySelector('[data-step="1"]').disabled = max !== "" && Number(value) >= Number(max);
  }
}

customElements.define("step-input", StepInput);
