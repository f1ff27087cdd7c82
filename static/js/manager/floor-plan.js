/* Tables dragged and nudged on their area's plan. The number fields are the truth: they alone are sent, and
   whatever is done on the plan is written into them. */

import { extent, movedTo, onGrid, overlaps, reshaped, resized, turned } from "./spots.js";

const GRID = 10; // cm
const STEP = { small: 10, large: 50 }; // cm an arrow key moves by
const LEAST_PLAN = [800, 500]; // cm
const KEPT = 200; // steps that can be taken back
const NAMES = ["x", "y", "width", "height", "shape"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const DRAGGING = ["pointermove", "pointerup", "pointercancel"];

class FloorPlan extends HTMLElement {
  #undone = [];
  #done = [];

  connectedCallback() {
    this.stage = this.querySelector(".plan__stage");
    this.bounds = { most: +this.dataset.most, smallest: +this.dataset.smallest, largest: +this.dataset.largest };
    this.tables = new Map([...this.querySelectorAll("[data-table]")].map((mark) => [mark.dataset.table, mark]));
    for (const hidden of this.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
    for (const mark of this.tables.values()) mark.setAttribute("tabindex", "0");
    for (const type of ["pointerdown", "focusin", "keydown", "click", "input", "change", "submit"]) this.addEventListener(type, this);
    addEventListener("beforeunload", this);
    this.saved = JSON.stringify([...this.spots]);
    this.#choose(this.tables.keys().next().value);
    this.#draw();
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.#grip(event);
    else if (event.type === "pointermove") this.#drag(event);
    else if (event.type.startsWith("pointer")) this.#drop(event);
    else if (event.type === "keydown") this.#press(event);
    else if (event.type === "focusin") this.#follow(event);
    else if (event.type === "click") this.#click(event);
    else if (event.type === "input") this.#draw();
    else if (event.type === "change") this.#typed();
    else if (event.type === "submit") this.saved = this.#now();
    else if (this.#now() !== this.saved) event.preventDefault();
  }

  get spots() {
    return new Map([...this.tables.keys()].map((id) => [id, this.#read(id)]));
  }

  #fields(id) {
    const row = this.querySelector(`[data-fields="${id}"]`);
    return NAMES.map((name) => row.querySelector(`[name=${name}]`));
  }

  #read(id) {
    return this.#fields(id).map((field, at) => (at < 4 ? Number.parseInt(field.value, 10) || 0 : field.value));
  }

  #write(id, spot) {
    this.#fields(id).forEach((field, at) => (field.value = spot[at]));
  }

  /* ---- By pointer */

  #grip(event) {
    const mark = event.target.closest("[data-table]");
    if (!mark || event.button > 0) return;
    const at = this.#point(event);
    const spot = this.#read(mark.dataset.table);
    this.drag = { id: mark.dataset.table, from: [at.x - spot[0], at.y - spot[1]], before: this.#now() };
    mark.setPointerCapture(event.pointerId);
    for (const type of DRAGGING) mark.addEventListener(type, this);
  }

  #drag(event) {
    const { id, from } = this.drag;
    const at = this.#point(event);
    this.#write(id, movedTo(this.#read(id), [onGrid(at.x - from[0], GRID), onGrid(at.y - from[1], GRID)], this.bounds));
    this.#draw(false);
  }

  #drop({ currentTarget: mark }) {
    for (const type of DRAGGING) mark.removeEventListener(type, this);
    this.#keep(this.drag.before);
    this.#draw();
    this.#say(this.drag.id);
  }

  #point({ clientX, clientY }) {
    return new DOMPoint(clientX, clientY).matrixTransform(this.stage.getScreenCTM().inverse());
  }

  /* ---- By keyboard */

  #press(event) {
    if (event.ctrlKey || event.metaKey) return this.#shortcut(event);
    const id = event.target.closest("[data-table]")?.dataset.table;
    const next = id && !event.altKey && this.#pressed(event, this.#read(id));
    if (!next) return;
    event.preventDefault();
    const before = this.#now();
    this.#write(id, next);
    this.#keep(before);
    this.#draw();
    this.#say(id);
  }

  #pressed({ key, shiftKey }, spot) {
    const arrow = ARROWS[key];
    const step = shiftKey ? STEP.large : STEP.small;
    if (arrow) return movedTo(spot, [spot[0] + arrow[0] * step, spot[1] + arrow[1] * step], this.bounds);
    if (key === "+" || key === "=") return resized(spot, GRID, this.bounds);
    if (key === "-" || key === "−") return resized(spot, -GRID, this.bounds);
    if (key.toLowerCase() === "r") return turned(spot, this.bounds);
    return key.toLowerCase() === "c" ? reshaped(spot) : null;
  }

  #shortcut(event) {
    if (event.key.toLowerCase() !== "z" || event.target.matches("input, select")) return;
    event.preventDefault();
    this.#goBack(event.shiftKey);
  }

  /* ---- By numbers */

  #typed() {
    this.#keep(this.untyped);
    this.untyped = this.#now();
    this.#draw();
  }

  /* ---- Taking back */

  #now() {
    return JSON.stringify([...this.spots]);
  }

  #keep(before) {
    if (before === this.#now()) return;
    this.#done = [...this.#done, before].slice(-KEPT);
    this.#undone = [];
  }

  #click(event) {
    const button = event.target.closest("[data-undo], [data-redo]");
    if (button) this.#goBack("redo" in button.dataset);
  }

  #goBack(again) {
    const [from, to] = again ? [this.#undone, this.#done] : [this.#done, this.#undone];
    if (!from.length) return;
    to.push(this.#now());
    for (const [id, spot] of JSON.parse(from.pop())) this.#write(id, spot);
    this.#draw();
  }

  /* ---- What is seen */

  #follow(event) {
    const id = event.target.closest("[data-table]")?.dataset.table;
    if (id) this.#choose(id);
    this.untyped = this.#now();
  }

  #choose(id) {
    for (const row of this.querySelectorAll("[data-fields]")) row.hidden = row.dataset.fields !== id;
    for (const [each, mark] of this.tables) mark.toggleAttribute("data-chosen", each === id);
  }

  #draw(grows = true) {
    const spots = this.spots;
    for (const [id, spot] of spots) this.#place(this.tables.get(id), spot);
    if (grows) this.stage.setAttribute("viewBox", `0 0 ${extent(spots, [LEAST_PLAN, +this.dataset.aisle]).join(" ")}`);
    const pairs = overlaps(spots);
    for (const [id, mark] of this.tables) mark.toggleAttribute("data-overlaps", pairs.flat().includes(id));
    this.querySelector("[data-overlaps][aria-live]").textContent = pairs.slice(0, 3).map((pair) => this.#pair(pair)).join(" ");
    this.querySelector("[data-undo]").disabled = !this.#done.length;
    this.querySelector("[data-redo]").disabled = !this.#undone.length;
    this.querySelector("[data-unsaved]").hidden = this.#now() === this.saved;
  }

  #place(mark, [x, y, width, height, shape]) {
    mark.setAttribute("transform", `translate(${x} ${y})`);
    const [top, name, seats] = mark.children;
    const [rx, ry] = shape === "round" ? [width / 2, height / 2] : [8, 8];
    set(top, { width, height, rx, ry });
    const size = Math.max(10, Math.min(34, (0.92 * width) / mark.dataset.letters));
    set(name, { x: width / 2, y: height / 2 - 8, "font-size": size });
    set(seats, { x: width / 2, y: height / 2 + 24 });
  }

  #say(id) {
    const [x, y, width, height] = this.#read(id);
    const words = { name: this.tables.get(id).dataset.name, x, y, width, height };
    this.querySelector("[data-said]").textContent = filled(this.dataset.says, words);
  }

  #pair([one, other]) {
    const name = (id) => this.tables.get(id).dataset.name;
    return filled(this.dataset.overlap, { one: name(one), other: name(other) });
  }
}

const set = (element, attributes) => Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));

const filled = (sentence, words) => sentence.replace(/\{(\w+)\}/g, (_, name) => words[name]);

customElements.define("floor-plan", FloorPlan);
