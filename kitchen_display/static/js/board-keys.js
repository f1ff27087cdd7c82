/* Every touch has a key, for keyboards and bump bars: letters for hands that know them, and the number pad
   for all of it. The focus ring is the cursor. What a sheet offers is numbered: sheet-keys.js. */

import { keyInSheet } from "./sheet-keys.js";
import { BOUNCE_MS, shake } from "./taps.js";
import { isWanted } from "./ticket-rail.js";

const PLACES = "123456789";
const GO_ON = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "+", "-", "PageDown", "PageUp", "z", "[", "]"]; // while held down
const STOPS = ".line__form button, .same__more summary";
const PAD = { 0: "b", ".": "u", ",": "u", "*": "t", "/": "?" }; // a bump bar may have no letters

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

  /* What has a number: the place of a ticket that has just left keeps its own. */
  get places() {
    return document.querySelector("ticket-rail").items.filter((item) => item.matches(".ghost") || isWanted(item));
  }

  get ticket() {
    return document.activeElement?.closest(".ticket");
  }

  handleEvent(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isMeant = this.#isMeant(event);
    const sheet = document.querySelector("dialog[open]");
    const act = sheet ? keyInSheet(sheet, event, (key) => this.#act(key)?.()) : isTyping(event.target) ? undefined : this.#act(event.key);
    if (!act) return;
    event.preventDefault();
    document.querySelector("ticket-rail").dataset.keys = "";
    if (isMeant) act();
  }

  /* A key that is held down or bounces is pressed once. */
  #isMeant({ key, repeat }) {
    const before = this.pressed;
    this.pressed = { key, at: performance.now() };
    const isAgain = key === before?.key && this.pressed.at - before.at < BOUNCE_MS;
    return GO_ON.includes(key) || !(repeat || isAgain);
  }

  #act(key) {
    const letter = PAD[key] ?? key;
    return this.#actions()[letter] ?? this.#actions()[letter.toLowerCase()] ?? this.#tool(letter.toLowerCase()) ?? this.#place(letter);
  }

  /* A tool of the bar says its key itself. */
  #tool(key) {
    const tool = /^[a-z]$/.test(key) && document.querySelector(`[data-key-map="${key}"]`);
    return tool ? () => tool.click() : undefined;
  }

  #actions() {
    return {
      ArrowRight: () => this.#step(isMirrored() ? -1 : 1),
      ArrowLeft: () => this.#step(isMirrored() ? 1 : -1),
      ArrowDown: () => this.#line(1),
      ArrowUp: () => this.#line(-1),
      "+": () => this.#along(1),
      "-": () => this.#along(-1),
      Enter: () => this.#press(),
      b: () => this.#bump(),
      a: () => this.#allergy(),
      c: () => this.ticket?.querySelector('[data-does="fire"] button')?.click(),
      u: () => document.querySelector("undo-stack").undo(),
      t: () => this.#details(),
      f: () => document.querySelector("[data-full-screen]").click(),
      "?": () => document.querySelector('[data-opens="keys"]').click(),
      p: () => this.#details(),
      x: () => document.activeElement?.closest(".same")?.querySelector("summary").click(),
      z: () => document.dispatchEvent(new CustomEvent("screen:size")),
      "[": () => document.dispatchEvent(new CustomEvent("screen:zoom", { detail: -10 })),
      "]": () => document.dispatchEvent(new CustomEvent("screen:zoom", { detail: 10 })),
      PageDown: () => document.querySelector("ticket-rail").turn(1),
      PageUp: () => document.querySelector("ticket-rail").turn(-1),
    };
  }

  #place(key) {
    const item = this.places[PLACES.indexOf(key)];
    return item && (() => this.#choose(item));
  }

  /* Not what has just moved to this number, nor a place that is empty. */
  #choose(item) {
    const { guard } = document.querySelector("ticket-rail");
    if (item.matches(".ticket") && guard.isSettled(item)) this.#go(item);
    else shake(item);
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
    return ticket;
  }

  #line(by) {
    const ticket = this.ticket ?? this.tickets[0];
    const buttons = [...(ticket?.querySelectorAll(".line__form button") ?? [])].filter(isShown);
    const now = buttons.indexOf(document.activeElement);
    const next = now + by;
    if (next < 0) this.#go(ticket);
    else buttons[Math.min(buttons.length - 1, next)]?.focus();
  }

  /* Through all of it: a ticket, its dishes, the next ticket. */
  #along(by) {
    const stops = this.tickets.flatMap((ticket) => [ticket, ...ticket.querySelectorAll(STOPS)]);
    const near = stops.filter((stop) => stop.matches(".ticket") || isShown(stop));
    const now = near.indexOf(document.activeElement);
    const next = near[now < 0 ? 0 : Math.min(near.length - 1, Math.max(0, now + by))];
    if (next?.matches(".ticket")) this.#go(next);
    else next?.focus();
  }

  #press() {
    const here = document.activeElement;
    if (here?.matches("button, a, summary")) here.click();
    else this.ticket?.querySelector('[data-does="start"] button')?.click();
  }

  /* What can be done with a ticket stands there, numbered: to rush it, and why, comes first. */
  #details() {
    (this.ticket ?? this.#go(this.tickets[0]))?.querySelector('[data-does="menu"]').click();
  }

  #allergy() {
    (this.ticket ?? this.tickets[0])?.querySelector('[data-does="allergy"] button')?.click();
  }

  #bump() {
    const ticket = this.ticket;
    const all = this.tickets;
    const stays = ticket?.matches("[data-unseen], [data-gate]");
    ticket?.querySelector('[data-does="bump"] button, a[data-does="bump"]')?.click();
    if (stays) return;
    this.#go(all[all.indexOf(ticket) + 1] ?? all.at(-2));
  }
}

const isShown = (element) => element.getClientRects().length > 0;
const isMirrored = () => document.documentElement.dir === "rtl";

function isTyping(target) {
  return target.matches("input:not([type=hidden]), textarea, select");
}

customElements.define("board-keys", BoardKeys);
