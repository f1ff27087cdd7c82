/* Puts data-text on the clipboard and says so for a moment. */

const SAID_MS = 2000;

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard;
    this.addEventListener("click", () => this.#copy());
  }

  async #copy() {
    await navigator.clipboard.writeText(this.dataset.text);
    this.#say(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#say(false), SAID_MS);
  }

  #say(done) {
    this.querySelector("[data-before]").hidden = done;
    this.querySelector("[data-after]").hidden = !done;
  }
}

customElements.define("copy-button", CopyButton);
