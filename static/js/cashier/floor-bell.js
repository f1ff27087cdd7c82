/* Rings for what comes in and counts what nobody has looked at yet: on the rail, in the bar, in the title.
   Touching the rail, or pointing at it, is looking. */

import { chime } from "./chimes.js";

const GATHER_MS = 80;
const MUTED = "floor-muted";

class FloorBell extends HTMLElement {
  #unseen = new Set();
  #due = new Set();

  connectedCallback() {
    this.context = new AudioContext();
    this.prompt = this.querySelector("[data-prompt]");
    this.mutes = document.querySelector("[data-mutes]");
    this.mutes.hidden = false;
    this.querySelectorAll("[data-key]").forEach((item) => (item.rung = item.dataset.kind));
    this.context.addEventListener("statechange", () => this.#draw());
    ["region:changed", "floor:alarm"].forEach((type) => document.addEventListener(type, this));
    // Not while a finger is down: the prompt would go, and what it presses would slide away beneath it.
    ["click", "keydown"].forEach((type) => document.addEventListener(type, () => this.#wake(), true));
    ["pointerenter", "pointerdown", "focusin"].forEach((type) => this.addEventListener(type, () => this.#look()));
    this.mutes.addEventListener("click", () => this.#mute());
    this.#draw();
  }

  get isMuted() {
    return localStorage.getItem(MUTED) !== null;
  }

  handleEvent({ type, detail }) {
    if (type === "floor:alarm") return this.#ring("alarm");
    const item = this.querySelector(`[data-key="${detail.key}"]`);
    if (!this.contains(detail.region)) return;
    const [before, now] = [this.#unseen.has(detail.key), item?.dataset.kind];
    if (!item || now === "kitchen") this.#unseen.delete(detail.key);
    else if (detail.isNew || now !== item.rung) this.#came(detail.key, now, before);
    if (item) item.rung = now;
    this.#draw();
  }

  #came(key, kind, isKnown) {
    if (!isKnown) this.#unseen.add(key);
    this.#ring({ accept: "order", serve: "ready", request: "request" }[kind]);
  }

  // Ten at once ring once.
  #ring(name) {
    this.#due.add(name);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.dataset.played = [...this.#due].join(" ");
      if (this.context.state === "running" && !this.isMuted) this.#due.forEach((one) => chime(this.context, one));
      this.#due.clear();
    }, GATHER_MS);
  }

  #look() {
    this.#unseen.clear();
    this.#draw();
  }

  #wake() {
    if (this.context.state !== "running") this.context.resume();
  }

  #mute() {
    if (this.isMuted) localStorage.removeItem(MUTED);
    else localStorage.setItem(MUTED, "");
    this.#draw();
  }

  #draw() {
    const count = this.#unseen.size;
    const place = document.querySelector("[data-unseen]");
    place.textContent = count;
    place.hidden = !count;
    document.title = count ? `(${count}) ${this.dataset.title}` : this.dataset.title;
    this.querySelectorAll("[data-key]").forEach((item) => item.toggleAttribute("data-new", this.#unseen.has(item.dataset.key)));
    this.mutes.setAttribute("aria-pressed", `${this.isMuted}`);
    this.prompt.hidden = this.context.state === "running" || this.isMuted;
  }
}

customElements.define("floor-bell", FloorBell);
