/* What was just done, and five seconds to take it back. */

const UNDO_MS = 5000;
const SAID_MS = 2500;
const MOST = 3;

class UndoStack extends HTMLElement {
  connectedCallback() {
    new MutationObserver((records) => this.#see(records)).observe(this, { childList: true });
    this.addEventListener("htmx:afterRequest", this);
    [...this.children].forEach((one) => this.#start(one));
  }

  /* Take back the last thing done. */
  undo() {
    [...this.querySelectorAll("form")].at(-1)?.requestSubmit();
  }

  handleEvent({ target, detail }) {
    if (detail.successful) target.closest("form")?.remove();
  }

  #see(records) {
    const added = records.flatMap((record) => [...record.addedNodes]);
    added.filter((node) => node instanceof HTMLElement).forEach((one) => this.#start(one));
    [...this.children].slice(0, -MOST).forEach((one) => one.remove());
    document.dispatchEvent(new CustomEvent("undo:changed"));
  }

  #start(one) {
    one.dataset.leaving = "";
    setTimeout(() => one.remove(), one.matches("form") ? UNDO_MS : SAID_MS);
  }
}

customElements.define("undo-stack", UndoStack);
