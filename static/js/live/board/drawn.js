/* Receipts: tells the server which tickets this screen has painted, in sight of somebody. Items name
   theirs in data-draws, "order:station:firing,...": a course fired later makes it another one. What the
   server has not noted is told again. */

import { regions, say } from "../line.js";

const COLLECT_MS = 100;
const REST_MS = 500; // between two receipts: who never stops talking is cut off by the server
const AGAIN_MS = 3000;
const AT_ONCE = 100;

const noted = new Set();
let timer;
let toldAt = -REST_MS;

function soon() {
  const wait = Math.max(COLLECT_MS, toldAt + REST_MS - performance.now());
  timer ??= setTimeout(() => requestAnimationFrame(() => setTimeout(tell, 0)), wait);
}

function tell() {
  timer = undefined;
  toldAt = performance.now();
  const here = new Set();
  for (const region of regions) {
    const named = region.items.flatMap(painted);
    named.forEach((ticket) => here.add(ticket));
    const fresh = named.filter((ticket) => !noted.has(ticket)).slice(0, AT_ONCE);
    if (fresh.length) say("drawn", region.dataset.room, fresh, (isNoted) => isNoted && fresh.forEach((one) => noted.add(one)));
  }
  for (const ticket of noted) if (!here.has(ticket)) noted.delete(ticket);
}

function painted(item) {
  const draws = item.getAttribute("data-draws");
  return draws && isShown(item) ? draws.split(",") : [];
}

// Painted, or counted aloud beyond the edge.
const isShown = (item) => item.hasAttribute("data-far") || item.getClientRects().length > 0;

document.addEventListener("region:changed", soon);
setInterval(soon, AGAIN_MS);
soon();
