/* What was just done, and five seconds to take it back. */

const UNDO_MS = 5000;
const SAID_MS = 2500;
const ASKED_MS = 1000; // an undo asked for before there was one

class UndoStack extends HTMLElement {
  connectedCallback() {
    new MutationObserver((records) => this.#see(records)).observe(this, { childList: true });
    this.addEventListener("htmx:afterRequest", this);
    [...this.children].forEach((one) => this.#start(one));
  }

  /* Take back the last thing done; whoever is faster than the answer need not ask twice. */
  undo() {
    const last = [...this.querySelectorAll("form")].at(-1);
    if (last) last.requestSubmit();
    else this.askedAt = performance.now();
  }

  handleEvent({ target, detail }) {
    if (detail.successful) target.closest("form")?.remove();
  }

  #see(records) {
    const added = records.flatMap((record) => [...record.addedNodes]);
    added.filter((node) => node instanceof HTMLElement).forEach((one) => this.#start(one));
    if (this.childElementCount && performance.now() - this.askedAt < ASKED_MS) queueMicrotask(() => this.undo());
    this.askedAt = undefined;
    document.dispatchEvent(new CustomEvent("undo:changed"));
  }

  #start(one) {
    one.dataset.leaving = "";
    setTimeout(() => one.remove(), one.matches("form") ? UNDO_MS : SAID_MS);
  }
}

customElements.define("undo-stack", UndoStack);
