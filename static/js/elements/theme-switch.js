/* Light or dark by hand. The cookie lets the server draw the next page right from its first byte. */

const A_YEAR_S = 365 * 24 * 3600;

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => this.#turn());
  }

  #turn() {
    const theme = getComputedStyle(document.documentElement).colorScheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
  }
}

customElements.define("theme-switch", ThemeSwitch);
