/* Receipts: tells the server which tickets this screen has painted, in sight of somebody. Items name
   theirs in data-draws, "order:station,...". What the server has not noted is told again. */

import { regions, say } from "../line.js";

const COLLECT_MS = 100;
const AGAIN_MS = 3000;
const AT_ONCE = 100;

const noted = new Set();
let timer;

function soon() {
  timer ??= setTimeout(() => requestAnimationFrame(() => setTimeout(tell)), COLLECT_MS);
}

function tell() {
  timer = undefined;
  const here = new Set();
  for (const region of regions) {
    const painted = region.items.filter((item) => item.dataset.draws && isShown(item));
    const named = painted.flatMap((item) => item.dataset.draws.split(","));
    named.forEach((ticket) => here.add(ticket));
    const fresh = named.filter((ticket) => !noted.has(ticket)).slice(0, AT_ONCE);
    if (fresh.length) say("drawn", region.dataset.room, fresh, (isNoted) => isNoted && fresh.forEach((one) => noted.add(one)));
  }
  for (const ticket of noted) if (!here.has(ticket)) noted.delete(ticket);
}

// Painted, or counted aloud beyond the edge.
const isShown = (item) => item.dataset.far !== undefined || item.getClientRects().length > 0;

document.addEventListener("region:changed", soon);
setInterval(soon, AGAIN_MS);
soon();
