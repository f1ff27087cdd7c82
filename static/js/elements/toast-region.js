/* Short messages: those the page came with, and those that arrive as the event "toast"
   ({message, tone}), which a server sends as the header HX-Trigger, or in the page's answer. One
   with [data-undo] holds a form that takes back what it says. */

const SHOWN_MS = 6000;
const UNDO_MS = 5000;

class ToastRegion extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    document.addEventListener("toast", this);
    document.addEventListener("htmx:sendError", this);
    document.addEventListener("htmx:timeout", this);
    this.addEventListener("htmx:afterRequest", this);
    this.querySelectorAll(":scope > .toast").forEach((toast) => this.#letGo(toast));
    new MutationObserver((records) => this.#see(records)).observe(this, { childList: true });
  }

  disconnectedCallback() {
    document.removeEventListener("toast", this);
    document.removeEventListener("htmx:sendError", this);
    document.removeEventListener("htmx:timeout", this);
  }

  handleEvent(event) {
    if (event.type === "toast") this.#show(event.detail);
    else if (event.type === "htmx:afterRequest") event.target.closest(".toast")?.remove();
    else if (event.type.startsWith("htmx:")) this.#warn(this.dataset.unreachable);
    else if (event.target.closest("[data-closes]")) event.target.closest(".toast").remove();
  }

  #show({ message = "", tone = "good" }) {
    const template = this.querySelector(`template[data-tone="${tone === "late" ? "late" : "good"}"]`);
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.querySelector("[data-message]").textContent = message;
    this.append(toast);
  }

  #see(records) {
    const added = records.flatMap((record) => [...record.addedNodes]);
    added.filter((node) => node.matches?.(".toast")).forEach((toast) => this.#letGo(toast));
  }

  #warn(message) {
    const said = [...this.querySelectorAll("[data-message]")].some((it) => it.textContent === message);
    if (!said) this.#show({ message, tone: "late" });
  }

  // A warning stays until it is dismissed. Nothing leaves under a mouse that moves, nor while a key has
  // its focus there; but a mouse left lying, and a finger long gone, hold nothing.
  #letGo(toast) {
    if (toast.dataset.tone === "late") return;
    const lasts = "undo" in toast.dataset ? UNDO_MS : SHOWN_MS;
    const leave = () => (toast.querySelector(":focus-visible") ? stay() : toast.remove());
    let timer = setTimeout(leave, lasts);
    const stay = () => {
      clearTimeout(timer);
      timer = setTimeout(leave, lasts);
    };
    toast.addEventListener("pointermove", stay);
  }
}

customElements.define("toast-region", ToastRegion);
