/* A list of keyed items that keeps itself true: patches come by socket, proofs say whether all came,
   and what is wrong is fetched. All it shows was drawn by the server. */

import { join, regions, watch } from "./line.js";
import { Truth } from "./truth.js";

const LATE_MS = 250; // a proof may overtake a patch
const FETCH_MS = 8000;
const RELOAD_MS = 5000; // how old a page is before it reloads itself

class LiveRegion extends HTMLElement {
  trueAt;
  isProved;
  isReachable = true;
  isLeaving = false; // for the page that says why it may not be repaired
  #room;
  #askedAt = 0;
  #isAsking;

  static observedAttributes = ["data-watch"];

  connectedCallback() {
    this.#begin();
  }

  /* Somebody else morphed another region, or another state of this one, into this element. */
  attributeChangedCallback(_name, before) {
    if (before) queueMicrotask(() => this.#begin());
  }

  disconnectedCallback() {
    regions.delete(this);
  }

  #begin() {
    const { room, head } = this.dataset;
    if (this.#room !== room) {
      this.#room = room;
      this.trueAt = Date.now();
      this.isProved = undefined;
      this.truth = new Truth(+head, this.#shown());
    } else this.#lay(+head) || this.repair();
    join(this);
  }

  /* Without looking into items: a board's are hundreds of elements each. From one to the next takes a third
     of the time that `children` take. */
  get items() {
    const found = [];
    for (let child = this.firstElementChild; child; child = child.nextElementSibling) {
      if (child.hasAttribute("data-key")) found.push(child);
      else found.push(...child.querySelectorAll("[data-key]"));
    }
    return found;
  }

  /* Milliseconds since it was true, or asked. */
  get silence() {
    return Date.now() - Math.max(this.trueAt, this.#askedAt);
  }

  patches({ head, patches }) {
    const news = patches.map((patch) => ({ head, ...patch })).filter((patch) => this.truth.take(patch));
    const kinds = new Map(news.map((patch) => [patch.key, patch.kinds]));
    if (news.length) this.#change(() => news.forEach((patch) => this.#put(patch)), kinds);
  }

  proof(proof, isLast) {
    if (proof.room !== this.#room) return;
    const verdict = this.truth.judge(proof, this.#shown());
    if (verdict === "true") this.#isTrue(true, proof.head);
    else if (isLast) this.repair((this.isProved = false));
    else if (verdict === "wrong") setTimeout(() => this.proof(proof, true), LATE_MS);
  }

  async repair() {
    if (this.#isAsking) return;
    this.#isAsking = this.#askedAt = Date.now();
    try {
      await this.#fetch();
    } catch {
      this.isReachable = false;
    }
    this.#isAsking = 0;
  }

  async #fetch() {
    const room = this.#room;
    const answer = await fetch(this.dataset.src, { signal: AbortSignal.timeout?.(FETCH_MS) });
    const html = await answer.text();
    const head = answer.headers.get("Live-Head");
    this.isReachable = answer.status < 500;
    if (room !== this.#room) return;
    if (head) this.#lay(+head, html);
    else if (this.isReachable) this.#leave();
  }

  #leave() {
    this.isLeaving = true;
    setTimeout(() => location.reload(), RELOAD_MS - performance.now());
  }

  /* It is as of `head` now, by `html` if given: lay what is newer over it. */
  #lay(head, html) {
    const newer = this.truth.rebase(head);
    if (!newer) return false;
    this.#change(() => {
      if (html !== undefined) morph(this, html, "innerHTML");
      newer.forEach((patch) => this.#put(patch));
    }, new Map());
    this.#isTrue(false, head);
    watch();
    return true;
  }

  #put({ key, version, rank, group, html }) {
    const old = this.#find(key);
    const home = group ? this.querySelector(`[data-group="${group}"]`) : this;
    if (html === null) return old?.remove();
    if (!home) return this.repair();
    if (old && old.dataset.version != version) morph(old, html, "outerHTML");
    const item = old ?? document.createRange().createContextualFragment(html).firstElementChild;
    const isAfter = (other) => +other.rank > rank || (+other.rank === rank && other.key > key);
    let next = null; // from the end: what is new mostly comes last
    for (let one = home.lastElementChild; one && (one === item || isAfter(one.dataset)); one = one.previousElementSibling)
      if (one !== item) next = one;
    if (item.parentNode !== home || item.nextElementSibling !== next) home.insertBefore(item, next);
    if (!old) globalThis.htmx?.process(item);
  }

  /* Change what is shown, and say of each item that it changed, and by what. */
  #change(how, kindsOf) {
    const before = this.#shown();
    how();
    const after = this.#shown();
    this.truth.note(after);
    if (+this.dataset.count !== after.size) this.dataset.count = after.size;
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(key) === after.get(key)) continue;
      const kinds = kindsOf.get(key) ?? [];
      const detail = { region: this, key, kinds, isNew: !before.has(key), isGone: !after.has(key) };
      (this.#find(key) ?? this).dispatchEvent(new CustomEvent("region:changed", { bubbles: true, detail }));
    }
  }

  #isTrue(isProved, head) {
    this.trueAt = Date.now();
    this.isProved = isProved;
    this.dataset.head = head;
  }

  #find(key) {
    return this.items.find((item) => item.getAttribute("data-key") === key);
  }

  #shown() {
    return new Map(this.items.map((item) => [item.getAttribute("data-key"), item.getAttribute("data-version")]));
  }
}

/* Morphing disturbs nobody: what is unchanged, being typed or ticked, or opened stays as it is. */
const callbacks = {
  beforeNodeMorphed: ({ dataset, value, defaultValue = value, checked, defaultChecked = checked }, fresh) =>
    value === defaultValue &&
    checked === defaultChecked &&
    !(dataset?.key && dataset.key === fresh.dataset?.key && dataset.version === fresh.dataset.version),
  beforeAttributeUpdated: (name, { tagName }) => name !== "open" || !/^(DETAILS|DIALOG)$/.test(tagName),
};

/* A focused field keeps what is typed; a focused button must not keep its old words. */
function morph(node, html, morphStyle) {
  const ignoreActiveValue = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName);
  Idiomorph.morph(node, html, { morphStyle, callbacks, ignoreActiveValue });
  globalThis.htmx?.process(node);
}

customElements.define("live-region", LiveRegion);
