/* A dialog that comes up over the page. The browser's own <dialog> does focus, Escape and the
   inert page behind; this element opens it, closes it, and empties what htmx has put into it. */

class BottomSheet extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("htmx:afterSwap", this);
    document.addEventListener("click", this);
    document.addEventListener("close-sheet", this);
    this.dialog.addEventListener("close", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
    document.removeEventListener("close-sheet", this);
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  close() {
    this.dialog.close();
  }

  handleEvent(event) {
    if (event.type === "htmx:afterSwap") this.#filled(event.target);
    else if (event.type === "close-sheet") this.close();
    else if (event.type === "close") this.#emptied();
    else if (event.currentTarget === this) this.#tapped(event.target);
    else this.#asked(event);
  }

  // Only what fills the sheet's own body opens it; a swap deeper inside is the sheet at work.
  #filled(target) {
    if (target.id !== `${this.id}-body` || !target.childElementCount) return;
    this.fetched = true;
    this.open();
    target.scrollTop = 0;
  }

  #tapped(target) {
    const outside = target === this.dialog;
    if (outside || target.closest("[data-closes]")) this.close();
  }

  #asked(event) {
    const opener = event.target.closest("[data-opens]");
    if (opener?.dataset.opens !== this.id) return;
    event.preventDefault();
    this.open();
  }

  #emptied() {
    if (this.fetched) this.querySelector(".sheet__body").replaceChildren();
    this.fetched = false;
  }
}

customElements.define("bottom-sheet", BottomSheet);
