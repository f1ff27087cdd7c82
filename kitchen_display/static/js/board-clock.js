/* The restaurant's time on the wall, and with it the age of every ticket: colour, words and shape follow
   data-age. The server's clock counts; a tablet's may be wrong. */

import { write } from "./overflow.js";
import "./ticket-rail.js"; // which knows the tickets

const TICK_MS = 1000;
const MINUTE_MS = 60000;

class BoardClock extends HTMLElement {
  connectedCallback() {
    this.ahead = Date.parse(this.dataset.now) - Date.now();
    this.format = new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
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
  handleEvent({ detail: { region, key } }) {
    const ticket = tickets().find((one) => one.parentNode === region && one.dataset.key === key);
    if (ticket) age(ticket, this.#now());
    count();
  }

  #now() {
    return Date.now() + this.ahead;
  }

  #tick() {
    const now = this.#now();
    write(this, this.format.format(now));
    for (const ticket of tickets()) age(ticket, now);
    count();
    document.dispatchEvent(new CustomEvent("board:tick"));
  }
}

// What was cancelled waits for a look, not for a cook: it does not age.
function age(ticket, now) {
  const { dataset } = ticket;
  if (dataset.stage === "stopped" || dataset.stage === "held") return;
  tellOrdered(ticket, now);
  for (const place of ticket.querySelectorAll("[data-start]")) tellStart(place, now);
  const minutes = Math.max(0, Math.floor((now - Date.parse(dataset.since)) / MINUTE_MS));
  write(ticket.querySelector("[data-minutes]"), minutes);
  const before = dataset.age;
  const grown = minutes >= Number(dataset.late) ? "late" : minutes >= Number(dataset.warn) ? "warn" : "fresh";
  if (grown === before) return;
  dataset.age = grown;
  if (before) ticket.dispatchEvent(new CustomEvent("ticket:aged", { bubbles: true, detail: { age: grown } }));
}

/* When to begin a dish, where its station paces itself. */
function tellStart(place, now) {
  const minutes = Math.ceil((Date.parse(place.dataset.start) - now) / MINUTE_MS);
  place.toggleAttribute("data-due", minutes <= 0);
  write(place.querySelector("[data-start-minutes]"), Math.max(0, minutes));
}

const tickets = () => document.querySelector("ticket-rail")?.tickets ?? [];

/* The second clock, since it was ordered, is told where it says something else. */
function tellOrdered(ticket, now) {
  const { since, ordered } = ticket.dataset;
  const minutes = (from) => Math.max(0, Math.floor((now - Date.parse(from)) / MINUTE_MS));
  const place = ticket.querySelector("[data-ordered-minutes]");
  place.parentElement.toggleAttribute("data-differs", minutes(ordered) !== minutes(since));
  write(place, minutes(ordered));
}

function count() {
  const all = tickets();
  tally("open", all.length);
  tally("late", all.filter((ticket) => ticket.dataset.age === "late").length);
}

function tally(what, number) {
  const place = document.querySelector(`[data-tally="${what}"]`);
  write(place, number);
  place.parentElement.hidden = what === "late" && number === 0;
}

customElements.define("board-clock", BoardClock);
