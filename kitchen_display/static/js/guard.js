/* Keeps a tap meant for one ticket from hitting its neighbour: what has just moved, or has just come,
   does not answer yet. */

export const SETTLE_MS = 600; // from the move until the ticket answers again
const SLACK_PX = 4;

export class Guard {
  #spots = new WeakMap();
  #movedAt = new WeakMap();

  /* Look where everything stands. At the first look nothing counts as moved. */
  look(items, { now = performance.now(), isFirst = false } = {}) {
    for (const item of items) {
      const spot = { left: item.offsetLeft, top: item.offsetTop, height: heightOf(item) };
      const before = this.#spots.get(item);
      if (!isFirst && (!before || isElsewhere(before, spot))) this.#movedAt.set(item, now);
      this.#spots.set(item, spot);
    }
  }

  /* All of it has moved at once: the board was turned to another page. */
  shake(items, now = performance.now()) {
    for (const item of items) this.#movedAt.set(item, now);
  }

  spot(item) {
    return this.#spots.get(item);
  }

  isSettled(item, now = performance.now()) {
    return now - (this.#movedAt.get(item) ?? -Infinity) >= SETTLE_MS;
  }
}

// To the fraction of a pixel, unless it is broken over two columns.
function heightOf(item) {
  const parts = item.getClientRects();
  return parts.length === 1 ? parts[0].height : item.offsetHeight;
}

function isElsewhere(before, { left, top }) {
  return Math.abs(before.left - left) > SLACK_PX || Math.abs(before.top - top) > SLACK_PX;
}
