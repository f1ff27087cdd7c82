/* What does not fit is counted in the open: how many tickets are beyond the edge, and how old. */

import { minutesOf } from "./ages.js";
import { isFar } from "./near.js";
import { hide, write } from "./write.js";

const SLACK_PX = 8;

export function countHidden(region, tickets) {
  const box = region.getBoundingClientRect();
  const isMirrored = getComputedStyle(region).direction === "rtl";
  const hidden = { before: [], after: [] };
  for (const ticket of tickets) {
    if (isFar(ticket)) {
      hidden.after.push(ticket);
      continue;
    }
    const parts = [...ticket.getClientRects()];
    if (!parts.length) continue;
    const isLeft = parts[0].left < box.left - SLACK_PX;
    const isRight = parts.some((part) => part.right > box.right + SLACK_PX);
    if (isMirrored ? isRight : isLeft) hidden.before.push(ticket);
    else if (isMirrored ? isLeft : isRight) hidden.after.push(ticket);
  }
  return hidden;
}

export function announce(button, tickets) {
  hide(button, tickets.length === 0);
  if (button.hidden) return;
  write(button.querySelector("[data-count]"), tickets.length);
  const ages = tickets.map((ticket) => ticket.dataset.age);
  const worst = ["late", "warn"].find((age) => ages.includes(age)) ?? "fresh";
  if (button.dataset.age !== worst) button.dataset.age = worst;
  const oldest = button.querySelector("[data-oldest]");
  if (oldest) write(oldest, Math.max(...tickets.map(minutesOf)));
}

/* A ticket longer than the screen goes on in the next column: its first dish there says whose it is. */
export function markContinued(tickets) {
  for (const ticket of tickets) {
    const isBroken = ticket.getClientRects().length > 1;
    let left;
    for (const line of isBroken ? ticket.querySelectorAll(".line") : ticket.querySelectorAll("[data-continues]")) {
      if (!line.getClientRects().length) continue;
      const here = line.getBoundingClientRect().left;
      if (isBroken && left !== undefined && Math.abs(here - left) > SLACK_PX)
        line.dataset.continues = `${ticket.dataset.table} #${ticket.dataset.number} …`;
      else delete line.dataset.continues;
      left = here;
    }
  }
}
