/* What a cook has to be told of a ticket that was drawn again: new, changed or cancelled. Pure. */

const BACK = ["LineTakenBack", "PartTakenBack", "CancellationUnseen"]; // on the board again
const BY_HAND = [...BACK, "LineFired", "OrderRushed"]; // what a touch of this screen may have done itself

const SHUT = "gate";
const RUSHED = "rushed";

/* How many of its dishes may be made now, how many are cancelled; whether an allergy shuts it. */
export function stateOf(ticket) {
  return {
    open: ticket.querySelectorAll('.line:is([data-status="accepted"], [data-status="cooking"]):not([data-held])').length,
    cancelled: ticket.querySelectorAll('.line[data-status="cancelled"]').length,
    isShut: SHUT in ticket.dataset,
    isRushed: RUSHED in ticket.dataset,
  };
}

/* The word for it, or undefined. `before` is missing where the ticket was not on the board; `isOwn`: somebody
   has just touched this screen, and knows. */
export function newsOf(before, now, { kinds, isNew, isOwn }) {
  if (isOwn && kinds.some((kind) => BY_HAND.includes(kind))) return undefined;
  if (now.cancelled > (before?.cancelled ?? 0)) return "cancelled";
  const isBack = kinds.some((kind) => BACK.includes(kind));
  if (isNew && !isBack) return "new";
  if (!before) return "changed";
  return isBack || isMore(before, now) ? "changed" : undefined;
}

/* What was read behind an allergy was there before. */
function isMore(before, now) {
  const hasMore = !before.isShut && now.open > before.open;
  return hasMore || (now.isShut && !before.isShut) || (now.isRushed && !before.isRushed);
}
