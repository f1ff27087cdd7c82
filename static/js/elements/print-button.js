/* Opens the browser's print dialog; without script people know where it is. */

class PrintButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  handleEvent() {
    window.print();
  }
}

customElements.define("print-button", PrintButton);
