/* Shows the tickets that were asked for, and counts what each question would show. Tickets that are left
   out are out of sight, so that no receipt goes to the server for them. */

import { write } from "./write.js";

const ALL = "all";
const ASKS = {
  [ALL]: () => true,
  dine_in: ({ kind }) => kind === "dine_in",
  takeaway: ({ kind }) => kind === "takeaway",
  late: ({ age }) => age === "late",
  rushed: ({ rushed }) => rushed !== undefined,
};

class BoardFilter extends HTMLElement {
  #known = new WeakMap(); // ticket -> what it was asked as, and which choices it fits

  connectedCallback() {
    this.choices = [...document.querySelectorAll(".filter")];
    this.asks = new Map(this.choices.map((choice) => [choice, asking(choice)]));
    this.tool = document.querySelector("[data-filters]");
    this.rail = document.querySelector("ticket-rail");
    document.addEventListener("click", this);
    ["board:tick", "region:changed", "filter:changed"].forEach((type) => document.addEventListener(type, this));
    customElements.whenDefined("ticket-rail").then(() => this.#show());
  }

  handleEvent({ type, target, detail }) {
    if (type === "board:tick" && !detail.older.length) return undefined;
    if (type !== "click") return this.#show();
    const wanted = target.closest(".filter, [data-shows-all]");
    if (!wanted) return undefined;
    const value = wanted.dataset.filter ?? ALL;
    document.dispatchEvent(new CustomEvent("filter:chosen", { detail: value }));
    document.dispatchEvent(new CustomEvent("close-sheet"));
    return this.#show();
  }

  get wanted() {
    const value = this.rail.dataset.filter;
    return this.choices.find(({ dataset }) => dataset.filter === value) ?? this.choices[0];
  }

  #show() {
    const { tickets } = this.rail;
    const wanted = this.wanted;
    const counts = new Map(this.choices.map((choice) => [choice, 0]));
    for (const ticket of tickets) {
      const fitting = this.#fitting(ticket);
      ticket.toggleAttribute("data-out", !fitting.includes(wanted));
      for (const choice of fitting) counts.set(choice, counts.get(choice) + 1);
    }
    for (const [choice, count] of counts) this.#tell(choice, count, choice === wanted);
    const shown = counts.get(wanted);
    const isAll = wanted.dataset.filter === ALL;
    this.tool.toggleAttribute("data-active", !isAll);
    write(this.tool.querySelector("[data-filter-name]"), isAll ? "" : wanted.querySelector(".filter__name").textContent);
    write(this.tool.querySelector("[data-filter-count]"), isAll ? "" : `${shown}/${tickets.length}`);
    this.rail.toggleAttribute("data-shows-none", !isAll && shown === 0 && tickets.length > 0);
  }

  /* Asked once of hundreds of tickets, and again only of those that have changed or aged. */
  #fitting(ticket) {
    const { key, version, age } = ticket.dataset;
    const known = this.#known.get(ticket);
    const as = `${key}:${version}:${age}`;
    if (known?.as === as) return known.fitting;
    const fitting = this.choices.filter((choice) => this.asks.get(choice)(ticket));
    this.#known.set(ticket, { as, fitting });
    return fitting;
  }

  #tell(choice, count, isWanted) {
    if (choice.ariaPressed !== `${isWanted}`) choice.ariaPressed = `${isWanted}`;
    write(choice.querySelector("[data-count]"), count);
  }
}

/* What a choice asks of a ticket. */
function asking({ dataset: { filter, dishes } }) {
  const course = filter.match(/^course-(\d)$/)?.[1];
  if (course) return ({ dataset }) => (dataset.courses ?? "").split(" ").includes(course);
  if (!dishes) return ({ dataset }) => (ASKS[filter] ?? ASKS[ALL])(dataset);
  const wanted = new Set(dishes.split(" "));
  return ({ dataset }) => dataset.dishes.split(" ").some((dish) => wanted.has(dish));
}

customElements.define("board-filter", BoardFilter);
