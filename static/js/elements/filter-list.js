/* Shows only the rows whose words hold what was typed; every language, without accents. */

class FilterList extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-search]").hidden = false;
    this.addEventListener("input", this);
  }

  disconnectedCallback() {
    this.removeEventListener("input", this);
  }

  handleEvent({ target }) {
    if (!target.closest("[data-search]")) return;
    const wanted = this.#plain(target.value);
    for (const row of this.querySelectorAll("[data-words]")) {
      row.hidden = !this.#plain(row.dataset.words).includes(wanted);
    }
  }

  #plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }
}

customElements.define("filter-list", FilterList);
