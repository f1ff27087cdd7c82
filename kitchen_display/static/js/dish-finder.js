/* Finds a dish in a long list while its name is being typed, in any of its languages. */

class DishFinder extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", (event) => this.#show(event.target.value.trim().toLowerCase()));
  }

  #show(wanted) {
    for (const dish of this.querySelectorAll("[data-name]")) dish.hidden = !dish.dataset.name.includes(wanted);
    for (const kind of this.querySelectorAll(".articles")) kind.hidden = !kind.querySelector("[data-name]:not([hidden])");
  }
}

customElements.define("dish-finder", DishFinder);
