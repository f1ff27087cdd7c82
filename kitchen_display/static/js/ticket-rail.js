/* The rail the tickets hang on: oldest first, filled column by column, nothing beyond its edge unsaid. */

import { Ghosts } from "./ghosts.js";
import { Guard } from "./guard.js";
import { isFar, keepNear } from "./near.js";
import { announce, countHidden, markContinued } from "./overflow.js";
import { Taps } from "./taps.js";

const BACK_MS = 15000; // untouched that long, the board shows its oldest tickets again
const MOVE_MS = 220;

export const isWanted = (ticket) => !("out" in ticket.dataset); // by the filter of this screen

class TicketRail extends HTMLElement {
  connectedCallback() {
    this.region = this.querySelector("live-region");
    this.guard = new Guard();
    this.taps = new Taps(this, this.guard);
    this.ghosts = new Ghosts(this, (close) => this.#closeUp(close));
    this.more = Object.fromEntries([...document.querySelectorAll("[data-more]")].map((one) => [one.dataset.more, one]));
    this.near = keepNear(this.region, this.items);
    this.guard.look(this.near, { isFirst: true });
    this.#listen();
    this.#count();
  }

  get items() {
    return [...this.region.children];
  }

  get tickets() {
    return this.items.filter((item) => item.matches(".ticket"));
  }

  /* Have a ticket beyond the edge laid out, to go to it. */
  reveal(ticket) {
    this.near = keepNear(this.region, this.items, ticket);
  }

  /* Turn to what is beyond the edge: 1 younger, -1 all the way back to the oldest. */
  turn(towards) {
    this.guard.shake(this.near);
    const width = this.region.clientWidth * (getComputedStyle(this.region).direction === "rtl" ? -1 : 1);
    this.region.scrollTo({ left: towards > 0 ? this.region.scrollLeft + width * 0.8 : 0, behavior: "smooth" });
  }

  #listen() {
    this.region.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.region.addEventListener("toggle", () => this.#soon(), true); // equal dishes, shown one by one
    document.addEventListener("board:tick", ({ detail }) => this.#tick(detail.older));
    document.addEventListener("undo:changed", () => this.ghosts.offerUndo());
    for (const type of ["region:changed", "filter:changed", "ticket:aged"]) document.addEventListener(type, () => this.#soon());
    new ResizeObserver(() => this.#soon()).observe(this.region);
    this.more.after.addEventListener("click", () => this.turn(1));
    this.more.before.addEventListener("click", () => this.turn(-1));
  }

  #soon() {
    this.frame ??= requestAnimationFrame(() => this.#settle());
  }

  #settle() {
    this.frame = undefined;
    this.near = keepNear(this.region, this.items, document.activeElement?.closest("live-region > *"));
    this.guard.look(this.near);
    markContinued(this.near.filter((item) => item.matches(".ticket")));
    this.#count();
  }

  #scrolled() {
    this.taps.at = performance.now();
    this.#soon();
  }

  /* Only tickets that are laid out can have grown with their age. */
  #tick(older) {
    const isAway = Math.abs(this.region.scrollLeft) > 1;
    if (isAway && performance.now() - this.taps.at > BACK_MS) this.turn(-1);
    if (older.some((ticket) => !isFar(ticket))) this.#count();
    else if (older.length) this.#announce();
  }

  #count() {
    this.beyond = countHidden(this.region, this.tickets.filter(isWanted));
    this.#announce();
  }

  #announce() {
    for (const [where, tickets] of Object.entries(this.beyond)) {
      announce(this.more[where], tickets);
      this.toggleAttribute(`data-hides-${where}`, tickets.length > 0);
    }
  }

  // Everything moves at once and visibly, and answers only when it stands. What nobody sees need not glide.
  #closeUp(close) {
    const before = new Map(this.near.map((item) => [item, item.getBoundingClientRect()]));
    close();
    this.#settle();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const edge = this.region.getBoundingClientRect();
    const isSeen = ({ left, right }) => right > edge.left && left < edge.right;
    const moves = this.near.map((item) => [item, before.get(item), item.getBoundingClientRect()]);
    for (const [item, was, is] of moves) {
      if (!was || (was.left === is.left && was.top === is.top) || !(isSeen(was) || isSeen(is))) continue;
      const from = `translate(${was.left - is.left}px, ${was.top - is.top}px)`;
      item.animate([{ transform: from }, { transform: "none" }], { duration: MOVE_MS, easing: "ease-out" });
    }
  }
}

customElements.define("ticket-rail", TicketRail);
