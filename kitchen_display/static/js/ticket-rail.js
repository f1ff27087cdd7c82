/* The rail the tickets hang on: oldest first, filled column by column, nothing beyond its edge unsaid. */

import { Ghosts, undoOf } from "./ghosts.js";
import { Guard } from "./guard.js";
import { announce, countHidden, markContinued } from "./overflow.js";

const BACK_MS = 15000; // untouched that long, the board shows its oldest tickets again
const HELD_MS = 550; // a finger that stays this long wants the ticket's menu
const MOVE_MS = 220;

class TicketRail extends HTMLElement {
  connectedCallback() {
    this.region = this.querySelector("live-region");
    this.guard = new Guard();
    this.ghosts = new Ghosts(this.region, this.querySelector("[data-ghost]"), this.guard, (close) => this.#closeUp(close));
    this.more = Object.fromEntries([...document.querySelectorAll("[data-more]")].map((one) => [one.dataset.more, one]));
    this.guard.look(this.items, { isFirst: true });
    this.#listen();
    this.#count();
  }

  get items() {
    return [...this.region.children];
  }

  get tickets() {
    return [...this.region.querySelectorAll(".ticket")];
  }

  /* Turn to what is beyond the edge: 1 younger, -1 all the way back to the oldest. */
  turn(towards) {
    this.guard.shake(this.items);
    const width = this.region.clientWidth * (getComputedStyle(this.region).direction === "rtl" ? -1 : 1);
    this.region.scrollTo({ left: towards > 0 ? this.region.scrollLeft + width * 0.8 : 0, behavior: "smooth" });
  }

  handleEvent(event) {
    this.touchedAt = performance.now();
    this.ghosts.touched();
    if (event.type === "pointerdown") this.#press(event);
    else if (event.type === "click") this.#click(event);
    else clearTimeout(this.holding);
  }

  #listen() {
    this.touchedAt = performance.now();
    ["pointerdown", "pointerup", "pointercancel", "pointermove", "click"].forEach((type) => this.addEventListener(type, this, true));
    this.region.addEventListener("scroll", () => this.#count(), { passive: true });
    document.addEventListener("board:tick", () => this.#tick());
    document.addEventListener("undo:changed", () => this.ghosts.offerUndo());
    document.addEventListener("region:changed", () => requestAnimationFrame(() => this.#settle()));
    new ResizeObserver(() => this.#settle()).observe(this.region);
    this.more.after.addEventListener("click", () => this.turn(1));
    this.more.before.addEventListener("click", () => this.turn(-1));
  }

  #press(event) {
    const item = this.#itemAt(event.target);
    this.pressed = { item, isSettled: !item || this.guard.isSettled(item) };
    clearTimeout(this.holding);
    const line = event.target.closest(".line");
    if (line && event.button === 0) this.holding = setTimeout(() => this.#hold(item), HELD_MS);
  }

  #hold(item) {
    this.pressed = { item, isHeld: true };
    item.querySelector('[data-does="menu"]').click();
  }

  // Keys press what they mean; only what a pointer hits can have moved beneath it.
  #click(event) {
    clearTimeout(this.holding);
    const item = this.#itemAt(event.target);
    if (event.detail === 0 || !item || event.target.closest('[data-does="menu"]')) return;
    const { isHeld, isSettled, item: pressed } = this.pressed ?? {};
    if (isHeld || !isSettled || pressed !== item || !this.guard.isSettled(item)) this.#refuse(event, item, isHeld);
    else if (event.target.closest("[data-undo]")) undoOf(item)?.requestSubmit();
  }

  #refuse(event, item, isQuiet) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isQuiet) return;
    item.dataset.refuses = "";
    item.addEventListener("animationend", () => delete item.dataset.refuses, { once: true });
  }

  #itemAt(target) {
    return target.closest("live-region > *");
  }

  #settle() {
    this.guard.look(this.items);
    markContinued(this.tickets);
    this.#count();
  }

  #tick() {
    const isAway = Math.abs(this.region.scrollLeft) > 1;
    if (isAway && performance.now() - this.touchedAt > BACK_MS) this.turn(-1);
    this.#count();
  }

  #count() {
    const { before, after } = countHidden(this.region, this.tickets);
    announce(this.more.before, before);
    announce(this.more.after, after);
    this.toggleAttribute("data-hides-before", before.length > 0);
    this.toggleAttribute("data-hides-after", after.length > 0);
  }

  // Everything moves at once and visibly, and answers only when it stands.
  #closeUp(close) {
    const before = new Map(this.items.map((item) => [item, item.getBoundingClientRect()]));
    close();
    this.#settle();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const item of this.items) {
      const [was, is] = [before.get(item), item.getBoundingClientRect()];
      if (!was || (was.left === is.left && was.top === is.top)) continue;
      const from = `translate(${was.left - is.left}px, ${was.top - is.top}px)`;
      item.animate([{ transform: from }, { transform: "none" }], { duration: MOVE_MS, easing: "ease-out" });
    }
  }
}

customElements.define("ticket-rail", TicketRail);
