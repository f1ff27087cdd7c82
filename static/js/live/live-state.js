/* "Live", "Stale since 0:07": how far this screen can be trusted. The words are in the page. */

import { isConnected, regions } from "./line.js";
import { freshness } from "./truth.js";

const LOOK_MS = 500;

class LiveState extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#timer = setInterval(() => regions.size && this.#look([...regions]), LOOK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #look(all) {
    const isReachable = isConnected() || (navigator.onLine && all.every((region) => region.isReachable));
    const { state, since } = freshness(all, Date.now(), isReachable);
    const seconds = Math.floor(since / 1000);
    if (this.dataset.state !== state) this.dataset.state = state;
    if (state !== "live") this.#write("since", `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, 0)}`);
    this.#write("head", Math.max(...all.map((region) => region.dataset.head)));
  }

  #write(what, text) {
    for (const place of this.querySelectorAll(`[data-${what}]`)) if (place.textContent !== `${text}`) place.textContent = text;
  }
}

customElements.define("live-state", LiveState);
