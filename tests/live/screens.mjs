/* A kitchen where things happen, a line that drops, doubles, delays and reorders, and a screen. */

import { Truth, digest } from "../../static/js/live/truth.js";

const KEYS = ["a", "b", "c", "d", "e"];

/* Whole numbers below `n`, the same ones for the same seed (xorshift). */
export function dice(seed) {
  let state = seed * 2654435761;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

export class Kitchen {
  history = [new Map()]; // by head
  patches = [];

  constructor(roll) {
    this.roll = roll;
  }

  get head() {
    return this.history.length - 1;
  }

  now() {
    return this.history.at(-1);
  }

  happens() {
    const key = KEYS[this.roll(KEYS.length)];
    const shown = new Map(this.now());
    const head = this.head + 1;
    const isGone = this.roll(3) === 0;
    if (isGone) shown.delete(key);
    else shown.set(key, head);
    this.history.push(shown);
    this.patches.push({ key, head, version: head, html: isGone ? null : "…" });
  }

  /* A proof or a page, sometimes from a moment ago. */
  look(age = 0) {
    const head = Math.max(0, this.head - age);
    return { head, shown: this.history[head], digest: digest(this.history[head]) };
  }
}

export class Screen {
  shown = new Map();
  #changedAt = new Map();
  #onTheWay = [];
  #heard = 0;

  constructor(kitchen) {
    this.kitchen = kitchen;
    this.truth = new Truth(0, this.shown);
  }

  hears(roll) {
    for (; this.#heard < this.kitchen.patches.length; this.#heard++) {
      const copies = [0, 1, 1, 1, 2][roll(5)];
      for (let i = 0; i < copies; i++) this.#onTheWay.push(this.kitchen.patches[this.#heard]);
    }
    while (this.#onTheWay.length && roll(3)) this.#take(this.#onTheWay.splice(roll(this.#onTheWay.length), 1)[0]);
  }

  /* A proof comes; what is wrong is fetched, and the fetched page may be old by the time it is there. */
  isProved() {
    const verdict = this.#judge(this.kitchen.look(this.kitchen.roll(3)));
    if (verdict !== "true") this.#fetch(this.kitchen.look(this.kitchen.roll(2)));
    for (let tries = 0; this.#judge(this.kitchen.look()) !== "true"; tries++) {
      if (tries > 5) throw new Error("no proof is ever good");
      this.#fetch(this.kitchen.look());
    }
  }

  #judge(proof) {
    const verdict = this.truth.judge(proof, this.shown);
    if (verdict === "true") this.#mustBeTrueAt(proof);
    return verdict;
  }

  /* "true" may only be said when all that differs from the proof is newer than the proof. */
  #mustBeTrueAt(proof) {
    for (const key of KEYS) {
      const isNewer = Math.max(this.truth.head, this.#changedAt.get(key) ?? 0) > proof.head;
      if (this.shown.get(key) !== proof.shown.get(key) && !isNewer) throw new Error(`a lie about ${key}`);
    }
  }

  #take(patch) {
    if (this.truth.take(patch)) this.#put(patch);
    this.truth.note(this.shown);
  }

  #put({ key, version, head, html }) {
    if (html) this.shown.set(key, version);
    else this.shown.delete(key);
    this.#changedAt.set(key, head);
  }

  #fetch(page) {
    const newer = this.truth.rebase(page.head);
    if (!newer) return;
    this.shown = new Map(page.shown);
    newer.forEach((patch) => this.#put(patch));
    this.truth.note(this.shown);
  }
}
