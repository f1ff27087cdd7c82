/* Shows the tickets that were asked for, and counts what each question would show. Tickets that are left
   out are out of sight, so that no receipt goes to the server for them. */

const ALL = "all";
const ASKS = {
  [ALL]: () => true,
  dine_in: ({ kind }) => kind === "dine_in",
  takeaway: ({ kind }) => kind === "takeaway",
  late: ({ age }) => age === "late",
  rushed: ({ rushed }) => rushed !== undefined,
};

class BoardFilter extends HTMLElement {
  connectedCallback() {
    this.choices = [...document.querySelectorAll(".filter")];
    this.tool = document.querySelector("[data-filters]");
    this.rail = document.querySelector("ticket-rail");
    document.addEventListener("click", this);
    ["board:tick", "region:changed", "filter:changed"].forEach((type) => document.addEventListener(type, this));
    customElements.whenDefined("ticket-rail").then(() => this.#show());
  }

  handleEvent({ type, target }) {
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
    const isShown = asking(wanted);
    for (const ticket of tickets) ticket.toggleAttribute("data-out", !isShown(ticket));
    for (const choice of this.choices) this.#tell(choice, tickets, choice === wanted);
    const shown = tickets.filter(isShown).length;
    const isAll = wanted.dataset.filter === ALL;
    this.tool.toggleAttribute("data-active", !isAll);
    write(this.tool.querySelector("[data-filter-name]"), isAll ? "" : wanted.querySelector(".filter__name").textContent);
    write(this.tool.querySelector("[data-filter-count]"), isAll ? "" : `${shown}/${tickets.length}`);
    this.rail.toggleAttribute("data-shows-none", !isAll && shown === 0 && tickets.length > 0);
  }

  #tell(choice, tickets, isWanted) {
    if (choice.ariaPressed !== `${isWanted}`) choice.ariaPressed = `${isWanted}`;
    write(choice.querySelector("[data-count]"), `${tickets.filter(asking(choice)).length}`);
  }
}

/* What a choice asks of a ticket; made once, asked of hundreds. */
function asking({ dataset: { filter, dishes } }) {
  const course = filter.match(/^course-(\d)$/)?.[1];
  if (course) return ({ dataset }) => (dataset.courses ?? "").split(" ").includes(course);
  if (!dishes) return ({ dataset }) => (ASKS[filter] ?? ASKS[ALL])(dataset);
  const wanted = new Set(dishes.split(" "));
  return ({ dataset }) => dataset.dishes.split(" ").some((dish) => wanted.has(dish));
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

customElements.define("board-filter", BoardFilter);
