/* Short messages: those the page came with, and those that arrive as the event "toast"
   ({message, tone}), which a server sends as the header HX-Trigger. */

const SHOWN_MS = 6000;

class ToastRegion extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    document.addEventListener("toast", this);
    document.addEventListener("htmx:sendError", this);
    document.addEventListener("htmx:timeout", this);
    this.querySelectorAll(":scope > .toast").forEach((toast) => this.#letGo(toast));
  }

  disconnectedCallback() {
    document.removeEventListener("toast", this);
    document.removeEventListener("htmx:sendError", this);
    document.removeEventListener("htmx:timeout", this);
  }

  handleEvent(event) {
    if (event.type === "toast") this.#show(event.detail);
    else if (event.type.startsWith("htmx:")) this.#warn(this.dataset.unreachable);
    else if (event.target.closest("[data-closes]")) event.target.closest(".toast").remove();
  }

  #show({ message = "", tone = "good" }) {
    const toast = this.querySelector("template").content.firstElementChild.cloneNode(true);
    toast.dataset.tone = tone;
    toast.querySelector("[data-message]").textContent = message;
    this.append(toast);
    this.#letGo(toast);
  }

  #warn(message) {
    const said = [...this.querySelectorAll("[data-message]")].some((it) => it.textContent === message);
    if (!said) this.#show({ message, tone: "late" });
  }

  // A warning stays until it is dismissed, and nothing leaves while it is being read.
  #letGo(toast) {
    if (toast.dataset.tone === "late") return;
    setTimeout(() => {
      if (toast.matches(":hover, :focus-within")) this.#letGo(toast);
      else toast.remove();
    }, SHOWN_MS);
  }
}

customElements.define("toast-region", ToastRegion);
