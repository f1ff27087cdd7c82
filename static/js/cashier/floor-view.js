/* Tiles or plan: the choice alone decides (in CSS); here it is only remembered on this device. */

const KEPT_AS = "floor-view";

class FloorView extends HTMLElement {
  connectedCallback() {
    const kept = this.querySelector(`[value="${localStorage.getItem(KEPT_AS) ?? "tiles"}"]`);
    if (kept) kept.checked = true;
    this.addEventListener("change", this);
  }

  handleEvent({ target }) {
    localStorage.setItem(KEPT_AS, target.value);
  }
}

customElements.define("floor-view", FloorView);
