/* A ticket that leaves keeps its place for a while, so that nothing slides under the finger; the places
   close together, once nobody is tapping. */

import { isFar } from "./near.js";
import { hide } from "./write.js";

export const KEPT_MS = 5000; // as long as it can be undone
const IDLE_MS = 1500; // since the last touch
const LONGEST_MS = 12000; // even while somebody taps all the time
const LOOK_MS = 300;
const AT_ONCE = 4; // more leave together only when the board caught up: no places kept then

export class Ghosts {
  #left = new Map(); // ghost -> when it came

  constructor(rail, closed) {
    Object.assign(this, { region: rail.region, guard: rail.guard, taps: rail.taps, closed });
    this.template = rail.querySelector("[data-ghost]");
    new MutationObserver((records) => this.#see(records)).observe(this.region, { childList: true });
    setInterval(() => this.#sweep(performance.now()), LOOK_MS);
  }

  /* Show or hide the way back in the place of each ticket. */
  offerUndo() {
    for (const ghost of this.#left.keys()) hide(ghost.querySelector("[data-undo]"), !undoOf(ghost));
  }

  #see(records) {
    const isTicket = (node) => node.classList?.contains("ticket");
    const gone = records.flatMap((record) => [...record.removedNodes]).filter((node) => isTicket(node) && !node.isConnected);
    if (!gone.length && !this.#left.size) return;
    const here = new Set(Array.from(this.region.children, (item) => item.dataset.key));
    for (const ghost of this.#left.keys()) if (!ghost.isConnected || here.has(ghost.dataset.of)) this.#drop(ghost);
    if (gone.length < AT_ONCE) gone.filter((ticket) => !here.has(ticket.dataset.key)).forEach((ticket) => this.#keep(ticket));
    this.offerUndo();
  }

  #keep(ticket) {
    const height = this.guard.spot(ticket)?.height;
    if (!height || isFar(ticket)) return;
    const ghost = this.template.content.firstElementChild.cloneNode(true);
    ghost.dataset.of = ticket.dataset.key;
    ghost.dataset.rank = ticket.dataset.rank;
    ghost.style.blockSize = `${Math.min(height, this.region.clientHeight)}px`;
    ghost.querySelector("[data-table]").textContent = `${ticket.dataset.table} #${ticket.dataset.number}`;
    const next = [...this.region.children].find((one) => Number(one.dataset.rank) > Number(ticket.dataset.rank));
    this.region.insertBefore(ghost, next ?? null);
    this.#left.set(ghost, performance.now());
  }

  #sweep(now) {
    const old = [...this.#left].filter(([, since]) => now - since > KEPT_MS);
    const isIdle = now - this.taps.at > IDLE_MS || old.some(([, since]) => now - since > LONGEST_MS);
    if (!old.length || !isIdle) return;
    this.closed(() => old.forEach(([ghost]) => this.#drop(ghost)));
  }

  #drop(ghost) {
    this.#left.delete(ghost);
    ghost.remove();
  }
}

// The tickets are not looked through: they are many more.
export const undoOf = (ghost) => document.getElementById("undos").querySelector(`.undo[data-ticket="${ghost.dataset.of}"]`);
