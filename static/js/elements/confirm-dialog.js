/* Asks once more before anything marked [data-confirm]: its own words, its own label on the button.
   Without script the form is simply sent; what cannot be undone asks on the server too. */

class ConfirmDialog extends HTMLElement {
  connectedCallback() {
    document.addEventListener("click", this, { capture: true });
    this.dialog.addEventListener("close", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this, { capture: true });
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  handleEvent(event) {
    if (event.type === "close") this.#answered();
    else this.#tapped(event);
  }

  #tapped(event) {
    const asking = event.target.closest("[data-confirm]");
    if (!asking || asking === this.agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#ask(asking);
  }

  #ask(asking) {
    this.asking = asking;
    this.querySelector("[data-question]").textContent = asking.dataset.confirm;
    this.querySelector("[value=yes]").textContent = asking.textContent.trim() || asking.ariaLabel;
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }

  #answered() {
    if (this.dialog.returnValue !== "yes") return;
    this.agreed = this.asking;
    this.agreed.click();
    this.agreed = null;
  }
}

customElements.define("confirm-dialog", ConfirmDialog);
