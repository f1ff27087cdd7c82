/* What the board says aloud: new, changed, cancelled, late. Where the browser keeps it silent, a large
   button says so. */

import { newsOf, stateOf } from "./news.js";
import { play } from "./tones.js";

const AGAIN_MS = 10000; // until somebody touches the screen
const AGAIN_VOLUME = 0.6; // of the first time
const OWN_TOUCH_MS = 2500; // what changes so soon after a touch may have changed by it
const GATHER_MS = 60;
const PAUSE_S = 0.25;
const QUEUE_S = 4; // sounds waiting for their turn, at most
const FIRST = ["cancelled", "changed", "new", "late"];

class BoardSounds extends HTMLElement {
  #known = new Map(); // ticket key -> what stood on it
  #unseen = new Set();
  #due = new Set();
  #touchedAt = -Infinity;
  #freeAt = 0;

  connectedCallback() {
    this.prompt = this.querySelector("button");
    this.context = new AudioContext();
    this.context.addEventListener("statechange", () => this.#offer());
    for (const ticket of document.querySelectorAll(".ticket")) this.#known.set(ticket.dataset.key, stateOf(ticket));
    ["region:changed", "ticket:aged", "board:listen"].forEach((type) => document.addEventListener(type, this));
    ["pointerdown", "keydown", "click"].forEach((type) => document.addEventListener(type, this, true));
    setInterval(() => this.#again(), AGAIN_MS);
    this.#offer();
  }

  static observedAttributes = ["data-volume"];
  attributeChangedCallback() {
    if (this.context) this.#offer();
  }

  get volume() {
    return Number(this.dataset.volume) / 100;
  }

  handleEvent({ type, target, detail }) {
    if (type === "region:changed") this.#changed(target, detail);
    else if (type === "ticket:aged") detail.age === "late" && this.#ring("late");
    else if (type === "board:listen") this.#play(detail, 1);
    else this.#touched(type);
  }

  // The prompt goes when the finger is up again, or what it covered would be pressed.
  #touched(type) {
    this.#touchedAt = performance.now();
    this.#unseen.clear();
    if (type !== "pointerdown" && this.context.state !== "running") this.context.resume();
  }

  #changed(ticket, { region, key, kinds, isNew, isGone }) {
    if (!region.matches(".tickets")) return;
    const before = this.#known.get(key);
    this.#known.delete(key);
    if (isGone) return;
    const now = stateOf(ticket);
    this.#known.set(key, now);
    const isOwn = performance.now() - this.#touchedAt < OWN_TOUCH_MS;
    const news = newsOf(before, now, { kinds, isNew, isOwn });
    if (!news) return;
    ticket.dispatchEvent(new CustomEvent("ticket:news", { bubbles: true, detail: news }));
    this.#ring(news);
  }

  #ring(event) {
    if (!this.#share(event)) return;
    this.#unseen.add(event);
    this.#due.add(event);
    this.timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  // Ten tickets at once ring once; the gravest goes first and the others follow.
  #flush() {
    this.timer = undefined;
    for (const event of FIRST) if (this.#due.has(event)) this.#play(event, 1);
    this.#due.clear();
  }

  #again() {
    if (!("repeat" in this.dataset)) return;
    const event = FIRST.find((one) => this.#unseen.has(one));
    if (event) this.#play(event, AGAIN_VOLUME);
  }

  #play(event, share) {
    const now = this.context.currentTime;
    if (this.context.state !== "running" || !this.volume || !this.#share(event) || this.#freeAt > now + QUEUE_S) return;
    this.#freeAt = PAUSE_S + play(this.context, event, this.volume * share * this.#share(event), Math.max(now, this.#freeAt));
    this.dataset.played = event;
  }

  /* How loud an event is beside the others, 0 to 1. */
  #share(event) {
    const shares = Object.fromEntries(this.dataset.shares.split(" ").map((one) => one.split(":")));
    return Number(shares[event]) / 100;
  }

  #offer() {
    this.dataset.audio = this.context.state;
    this.prompt.hidden = this.context.state === "running" || !this.volume;
  }
}

customElements.define("board-sounds", BoardSounds);
