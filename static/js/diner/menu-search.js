/* Search while typing, among the dishes that are on the page. Without script the form asks the server. */

const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").trim();

class MenuSearch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => this.#filter());
    this.addEventListener("submit", (event) => this.#done(event));
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    document.addEventListener("click", this);
    document.addEventListener("region:changed", this);
    if (location.hash === "#search") this.#open();
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
    document.removeEventListener("region:changed", this);
  }

  get form() {
    return this.querySelector("form");
  }

  get input() {
    return this.querySelector("input");
  }

  handleEvent(event) {
    if (event.type === "region:changed") return this.#filter();
    const opens = event.target.closest('[href$="#search"]');
    if (!opens && !event.target.closest("[data-closes-search]")) return;
    event.preventDefault();
    if (opens) this.#open();
    else this.#close();
  }

  #open() {
    this.form.dataset.open = "";
    this.input.focus();
  }

  #close() {
    if (location.hash) history.replaceState(null, "", location.pathname);
    delete this.form.dataset.open;
    this.input.value = "";
    this.#filter();
  }

  #done(event) {
    event.preventDefault();
    this.input.blur();
  }

  #filter() {
    const words = plain(this.input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const dish of document.querySelectorAll(".dish")) {
      dish.hidden = !words.every((word) => dish.dataset.find.includes(word));
      if (!dish.hidden) found += 1;
    }
    this.#say(words.length ? found : null);
  }

  /* `count` null: nothing is being looked for. */
  #say(count) {
    const place = document.querySelector(".menu-found");
    const { found, none } = place.dataset;
    const text = count === null ? "" : count ? found.replace("{count}", count) : none;
    if (place.textContent.trim() === text) return;
    place.textContent = text;
    scrollTo({ top: 0, behavior: "instant" });
  }
}

customElements.define("menu-search", MenuSearch);
