/* A ticket that leaves keeps its place for a while, so that nothing slides under the finger; the places
   close together, once nobody is tapping. */

import { isFar } from "./near.js";

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
    for (const ghost of this.#left.keys()) ghost.querySelector("[data-undo]").hidden = !undoOf(ghost);
  }

  #see(records) {
    const isTicket = (node) => node.classList?.contains("ticket");
    const gone = records.flatMap((record) => [...record.removedNodes]).filter((node) => isTicket(node) && !node.isConnected);
    for (const ghost of this.#left.keys()) if (!ghost.isConnected || this.#isBack(ghost)) this.#drop(ghost);
    if (gone.length < AT_ONCE) gone.forEach((ticket) => this.#keep(ticket));
    this.offerUndo();
  }

  #keep(ticket) {
    const height = this.guard.spot(ticket)?.height;
    if (!height || isFar(ticket) || this.#shows(ticket.dataset.key)) return;
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

  #isBack(ghost) {
    return this.#shows(ghost.dataset.of);
  }

  #shows(key) {
    return [...this.region.children].some((item) => item.dataset.key === key);
  }

  #drop(ghost) {
    this.#left.delete(ghost);
    ghost.remove();
  }
}

export const undoOf = (ghost) => document.querySelector(`.undo[data-ticket="${ghost.dataset.of}"]`);
