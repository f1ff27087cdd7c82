/* Until when something is sold out: one time for all that the list offers, without asking the server. */

const MARK = "#"; // stands for the time in the words on a button

class TillTime extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", ({ target }) => target.value && this.#say(target.value));
    this.addEventListener("submit", (event) => event.preventDefault());
  }

  #say(time) {
    for (const choice of this.closest(".panel").querySelectorAll("[data-till]")) {
      choice.value = time;
      choice.textContent = choice.dataset.till.replace(MARK, time);
    }
  }
}

customElements.define("till-time", TillTime);
