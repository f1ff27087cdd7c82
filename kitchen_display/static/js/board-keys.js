/* Every touch has a key, for keyboards and bump bars. The focus ring is the cursor. */

import { isWanted } from "./ticket-rail.js";

const PLACES = "123456789";

class BoardKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  get tickets() {
    return document.querySelector("ticket-rail").tickets.filter(isWanted);
  }

  get ticket() {
    return document.activeElement?.closest(".ticket");
  }

  handleEvent(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const act = this.#actions()[event.key] ?? this.#actions()[event.key.toLowerCase()] ?? this.#place(event.key);
    if (!act) return;
    event.preventDefault();
    document.querySelector("ticket-rail").dataset.keys = "";
    act();
  }

  #actions() {
    return {
      ArrowRight: () => this.#step(isMirrored() ? -1 : 1),
      ArrowLeft: () => this.#step(isMirrored() ? 1 : -1),
      ArrowDown: () => this.#line(1),
      ArrowUp: () => this.#line(-1),
      Enter: () => this.#press(),
      b: () => this.#bump(),
      a: () => this.#allergy(),
      u: () => document.querySelector("undo-stack").undo(),
      t: () => this.ticket?.querySelector('[data-does="menu"]').click(),
      f: () => document.querySelector("[data-full-screen]").click(),
      "?": () => document.querySelector('[data-opens="keys"]').click(),
      ...Object.fromEntries([..."romelwd"].map((key) => [key, () => document.querySelector(`[data-key-map="${key}"]`)?.click()])),
    };
  }

  #place(key) {
    const nth = PLACES.indexOf(key);
    return nth >= 0 && this.tickets[nth] ? () => this.#go(this.tickets[nth]) : undefined;
  }

  #step(by) {
    const all = this.tickets;
    const now = all.indexOf(this.ticket);
    this.#go(all[now < 0 ? 0 : Math.min(all.length - 1, Math.max(0, now + by))]);
  }

  #go(ticket) {
    if (ticket) document.querySelector("ticket-rail").reveal(ticket);
    ticket?.focus({ preventScroll: false });
    ticket?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #line(by) {
    const ticket = this.ticket ?? this.tickets[0];
    const buttons = [...(ticket?.querySelectorAll(".line__form button") ?? [])].filter(isShown);
    const now = buttons.indexOf(document.activeElement);
    const next = now + by;
    if (next < 0) this.#go(ticket);
    else buttons[Math.min(buttons.length - 1, next)]?.focus();
  }

  #press() {
    const here = document.activeElement;
    if (here?.matches("button, a, summary")) here.click();
    else this.ticket?.querySelector('[data-does="start"] button')?.click();
  }

  #allergy() {
    (this.ticket ?? this.tickets[0])?.querySelector('[data-does="allergy"] button')?.click();
  }

  #bump() {
    const ticket = this.ticket;
    const all = this.tickets;
    const stays = ticket?.matches("[data-unseen], [data-gate]");
    ticket?.querySelector('[data-does="bump"] button')?.click();
    if (stays) return;
    this.#go(all[all.indexOf(ticket) + 1] ?? all.at(-2));
  }
}

const isShown = (element) => element.getClientRects().length > 0;
const isMirrored = () => document.documentElement.dir === "rtl";

function isTyping(target) {
  return target.closest("dialog[open]") || target.matches("input:not([type=hidden]), textarea, select");
}

customElements.define("board-keys", BoardKeys);
