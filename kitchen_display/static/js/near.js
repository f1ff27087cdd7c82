/* Only what is on the screen, and one screen beyond its edge, is laid out; the rest is counted. So a push
   costs the same however many tickets wait. */

const AHEAD = 1; // screens beyond the edge that are kept ready to turn to
const STEP = 6; // tickets laid out at a time, until there are enough

export const isFar = (item) => item.hasAttribute("data-far");

/* Lay out what is near, and `wanted` with all before it. Returns the items laid out, oldest first. */
export function keepNear(region, items, wanted) {
  const first = items.findIndex(isFar);
  let end = first < 0 ? items.length : Math.max(first, items.indexOf(wanted) + 1);
  show(items, end);
  while (end < items.length && !isBeyond(region, items[end - 1])) show(items, (end = Math.min(items.length, end + STEP)));
  const box = edgeOf(region);
  const enough = items.slice(0, end).findIndex((item) => isBeyond(region, item, box));
  if (enough >= 0 && enough + STEP < end && enough > items.indexOf(wanted)) show(items, (end = enough + 1));
  return items.slice(0, end);
}

function show(items, end) {
  items.forEach((item, place) => place < end === isFar(item) && item.toggleAttribute("data-far", place >= end));
}

function isBeyond(region, item, { box, isMirrored } = edgeOf(region)) {
  if (!item) return false;
  const { left, right } = item.getClientRects()[0] ?? box;
  return (isMirrored ? box.left - right : left - box.right) > box.width * AHEAD;
}

function edgeOf(region) {
  return { box: region.getBoundingClientRect(), isMirrored: getComputedStyle(region).direction === "rtl" };
}
