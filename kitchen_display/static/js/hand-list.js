/* Names to choose from by key: the digits choose by place, the arrows go through them. */

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

class HandList extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
    this.dataset.keys = "";
    requestAnimationFrame(() => this.names[0]?.focus());
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  get names() {
    return [...this.querySelectorAll("a")];
  }

  handleEvent(event) {
    const { names } = this;
    const chosen = names[Number(event.key) - 1];
    const step = STEPS[event.key];
    if (!chosen && !step) return;
    event.preventDefault();
    if (chosen) return chosen.click();
    const next = names.indexOf(document.activeElement) + step;
    names[Math.max(0, Math.min(names.length - 1, next))]?.focus();
  }
}

customElements.define("hand-list", HandList);
