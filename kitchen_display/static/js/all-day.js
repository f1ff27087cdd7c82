/* The all-day counts beside the rail: its tool opens and closes them, and each screen remembers which. */

const NAME = "all-day";

class AllDay extends HTMLElement {
  connectedCallback() {
    this.tool = document.querySelector('[data-key-map="d"]');
    this.tool.addEventListener("click", this);
    if (localStorage.getItem(NAME)) this.#open();
  }

  handleEvent(event) {
    event.preventDefault();
    if (this.childElementCount) this.#close();
    else this.#open();
  }

  async #open() {
    localStorage.setItem(NAME, "open");
    await htmx.ajax("GET", this.tool.href, { target: this, swap: "innerHTML" }).catch(() => {});
    this.tool.setAttribute("aria-expanded", String(this.childElementCount > 0));
  }

  #close() {
    localStorage.removeItem(NAME);
    this.replaceChildren();
    this.tool.setAttribute("aria-expanded", "false");
  }
}

customElements.define("all-day", AllDay);
