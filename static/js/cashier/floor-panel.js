/* What is chosen stands in the panel. It is exchanged in place, so that the floor, the rail and the sound go
   on; the address follows, so that reloading and going back work. */

const FRESH_AFTER = 9; // exchanges: a socket may watch 16 regions (live/watchers.py)

class FloorPanel extends HTMLElement {
  #exchanged = 0;

  connectedCallback() {
    document.addEventListener("htmx:beforeRequest", this);
    this.addEventListener("htmx:afterSettle", this);
    document.addEventListener("region:changed", this);
    addEventListener("popstate", () => location.reload());
    this.#mark();
  }

  disconnectedCallback() {
    ["htmx:beforeRequest", "region:changed"].forEach((type) => document.removeEventListener(type, this));
  }

  handleEvent(event) {
    if (event.type === "htmx:beforeRequest") this.#mayGo(event);
    else if (event.type === "region:changed") this.#mark();
    else if (event.target.id === "panel") this.#came(event.detail);
  }

  #mayGo(event) {
    const { requestConfig, target } = event.detail;
    if (target.id !== "panel" || requestConfig.verb !== "get" || this.#exchanged < FRESH_AFTER) return;
    event.preventDefault();
    location.assign(requestConfig.path);
  }

  #came({ xhr }) {
    this.#exchanged += 1;
    const path = new URL(xhr.responseURL).pathname;
    if (xhr.status < 400 && path !== location.pathname) history.pushState(null, "", path);
    const panel = this.querySelector("#panel");
    panel.scrollTop = 0;
    (panel.querySelector("[autofocus]") ?? panel).focus({ preventScroll: false });
    this.#mark();
  }

  // Which table is open, on the floor's tiles.
  #mark() {
    const chosen = this.querySelector("#panel")?.dataset.table;
    for (const tile of document.querySelectorAll(".tile")) {
      const link = tile.querySelector("a");
      if (tile.dataset.table === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

customElements.define("floor-panel", FloorPanel);
