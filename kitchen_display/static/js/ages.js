/* How old a ticket is: colour, words and shape follow its data-age. What it says holds until the next of its
   minutes is full; only then it is told again, so that a second costs hardly more however many tickets wait. */

import { write } from "./write.js";

const MINUTE_MS = 60000;

const told = new WeakMap(); // ticket -> its minutes, when they were told, and until when they hold

export const minutesOf = (ticket) => told.get(ticket)?.minutes ?? 0;

// A tablet's clock may be put back, too.
export function isDue(ticket, now) {
  const { at, until } = told.get(ticket) ?? {};
  return !(at <= now && now < until);
}

export function age(ticket, now) {
  const { stage, since, ordered } = ticket.dataset;
  // What was cancelled waits for a look, not for a cook: it does not age.
  if (stage === "stopped" || stage === "held") return told.set(ticket, { minutes: 0, at: now, until: Infinity });
  const waited = counted(since, now);
  const before = counted(ordered, now);
  tellOrdered(ticket, before.minutes, waited.minutes);
  const starts = Array.from(ticket.querySelectorAll("[data-start]"), (place) => tellStart(place, now));
  write(ticket.querySelector("[data-minutes]"), waited.minutes);
  told.set(ticket, { minutes: waited.minutes, at: now, until: Math.min(waited.until, before.until, ...starts) });
  return grow(ticket, waited.minutes);
}

function grow(ticket, minutes) {
  const { age: before, late, warn } = ticket.dataset;
  const grown = minutes >= Number(late) ? "late" : minutes >= Number(warn) ? "warn" : "fresh";
  if (grown === before) return;
  ticket.dataset.age = grown;
  if (before) ticket.dispatchEvent(new CustomEvent("ticket:aged", { bubbles: true, detail: { age: grown } }));
}

/* The second clock, since it was ordered, is told where it says something else. */
function tellOrdered(ticket, ordered, waited) {
  const place = ticket.querySelector("[data-ordered-minutes]");
  place.parentElement.toggleAttribute("data-differs", ordered !== waited);
  write(place, ordered);
}

/* When to begin a dish, where its station paces itself. Returns until when that holds. */
function tellStart(place, now) {
  const start = Date.parse(place.dataset.start);
  const minutes = Math.ceil((start - now) / MINUTE_MS);
  place.toggleAttribute("data-due", minutes <= 0);
  write(place.querySelector("[data-start-minutes]"), Math.max(0, minutes));
  return minutes <= 0 ? Infinity : start - (minutes - 1) * MINUTE_MS;
}

/* The full minutes since then, and when there will be one more. */
function counted(since, now) {
  const from = Date.parse(since);
  const minutes = Math.max(0, Math.floor((now - from) / MINUTE_MS));
  return { minutes, until: from + (minutes + 1) * MINUTE_MS };
}
