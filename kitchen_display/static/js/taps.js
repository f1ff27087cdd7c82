/* Which taps are meant. What slid under the finger, a finger that bounced, and a finger that stayed (it
   wants the ticket's menu) press no button. */

import { undoOf } from "./ghosts.js";

const HELD_MS = 550;
const SHAKY_PX = 12; // a finger that holds is never quite still
export const BOUNCE_MS = 350; // two taps so close together on one thing are one
const SHAKE_MS = 300; // as long as the style's animation
const TYPES = ["pointerdown", "pointermove", "pointerup", "pointercancel", "click"];

export class Taps {
  at = performance.now();

  constructor(rail, guard) {
    this.guard = guard;
    for (const type of TYPES) rail.addEventListener(type, this, true);
  }

  handleEvent(event) {
    this.at = performance.now();
    if (event.type === "pointerdown") this.#press(event);
    else if (event.type === "click") this.#click(event);
    else if (event.type !== "pointermove" || isFar(event, this.pressed)) clearTimeout(this.holding);
  }

  #press(event) {
    const item = itemAt(event.target);
    this.pressed = { item, x: event.clientX, y: event.clientY, isSettled: !item || this.guard.isSettled(item) };
    clearTimeout(this.holding);
    if (event.button === 0 && event.target.closest(".line")) this.holding = setTimeout(() => this.#hold(item), HELD_MS);
  }

  #hold(item) {
    this.pressed = { item, isHeld: true };
    item.querySelector('[data-does="menu"]').click();
  }

  // Keys press what they mean; only what a pointer hits can have moved beneath it.
  #click(event) {
    clearTimeout(this.holding);
    const item = itemAt(event.target);
    if (event.detail === 0 || !item) return;
    const { isHeld, isSettled, item: pressed } = this.pressed ?? {};
    const isMeant = isSettled && pressed === item && this.guard.isSettled(item);
    if (isHeld) refuse(event);
    else if (!isMeant) refuse(event, item);
    else if (this.#isBouncing(event.target.closest("form, a, button"))) refuse(event);
    else if (event.target.closest("[data-undo]")) undoOf(item)?.requestSubmit();
  }

  #isBouncing(control) {
    const now = performance.now();
    const isAgain = control === this.tapped?.control && now - this.tapped.at < BOUNCE_MS;
    this.tapped = { control, at: now };
    return isAgain || Boolean(control?.closest(".htmx-request"));
  }
}

const itemAt = (target) => target.closest("live-region > *");
const isFar = (event, from) => from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > SHAKY_PX;

function refuse(event, item) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (item) shake(item);
}

export function shake(item) {
  item.dataset.refuses = "";
  setTimeout(() => delete item.dataset.refuses, SHAKE_MS);
}
