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
  for (const region of regions) {
    const painted = [...region.querySelectorAll("[data-draws]")].filter((item) => item.getClientRects().length);
    const named = painted.flatMap((item) => item.dataset.draws.split(","));
    const fresh = named.filter((ticket) => !noted.has(ticket)).slice(0, AT_ONCE);
    if (fresh.length) say("drawn", region.dataset.room, fresh, (isNoted) => isNoted && fresh.forEach((one) => noted.add(one)));
  }
}

document.addEventListener("region:changed", soon);
setInterval(soon, AGAIN_MS);
soon();
