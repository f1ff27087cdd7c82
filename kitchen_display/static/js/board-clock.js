/* The restaurant's time on the wall, and with it the age of every ticket. The server's clock counts; a
   tablet's may be wrong. */

import { age, isDue } from "./ages.js";
import "./ticket-rail.js"; // which knows the tickets
import { hide, write } from "./write.js";

const TICK_MS = 1000;

class BoardClock extends HTMLElement {
  connectedCallback() {
    this.ahead = Date.parse(this.dataset.now) - Date.now();
    this.format = new Intl.DateTimeFormat("en", {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23", // as the server writes it (core/times.py)
      timeZone: this.dataset.zone,
    });
    document.addEventListener("region:changed", this);
    this.timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  disconnectedCallback() {
    document.removeEventListener("region:changed", this);
    clearInterval(this.timer);
  }

  /* What has just been drawn has no age yet. */
  handleEvent({ target }) {
    if (target.matches(".ticket")) age(target, this.#now());
    count(tickets());
  }

  #now() {
    return Date.now() + this.ahead;
  }

  #tick() {
    const now = this.#now();
    write(this, this.format.format(now));
    const all = tickets();
    const older = all.filter((ticket) => isDue(ticket, now));
    for (const ticket of older) age(ticket, now);
    if (older.length) count(all);
    document.dispatchEvent(new CustomEvent("board:tick", { detail: { older } }));
  }
}

const tickets = () => document.querySelector("ticket-rail")?.tickets ?? [];

function count(all) {
  tally("open", all.length);
  tally("late", all.filter((ticket) => ticket.dataset.age === "late").length);
}

function tally(what, number) {
  const place = document.querySelector(`[data-tally="${what}"]`);
  write(place, number);
  hide(place.parentElement, what === "late" && number === 0);
}

customElements.define("board-clock", BoardClock);
