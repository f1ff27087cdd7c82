/* Names who is at this screen. Where nobody has touched it for long enough, the server no longer takes them to
   be there: then the bar asks it, without a word when it cannot be reached. */

const MINUTE_MS = 60000;
const MARGIN_MS = 2000;

class HandBar extends HTMLElement {
  #timer;

  connectedCallback() {
    document.addEventListener("htmx:afterRequest", this);
    this.handleEvent({});
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterRequest", this);
    clearTimeout(this.#timer);
  }

  /* Every touch that was answered begins the wait anew. */
  handleEvent({ detail }) {
    if (detail && (!detail.successful || detail.requestConfig.verb === "get")) return;
    clearTimeout(this.#timer);
    const wait = this.dataset.stays * MINUTE_MS + MARGIN_MS;
    if ("person" in this.dataset) this.#timer = setTimeout(() => this.#look(), wait);
  }

  async #look() {
    const answer = await fetch(this.dataset.src).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return this.handleEvent({});
    const fresh = document.createRange().createContextualFragment(await answer.text()).firstElementChild;
    this.replaceWith(fresh);
    globalThis.htmx?.process(fresh);
  }
}

customElements.define("hand-bar", HandBar);
