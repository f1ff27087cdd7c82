/* The restaurant's time on the wall, and with it the age of every ticket: colour, words and shape follow
   data-age. The server's clock counts; a tablet's may be wrong. */

const TICK_MS = 1000;
const MINUTE_MS = 60000;

class BoardClock extends HTMLElement {
  connectedCallback() {
    this.ahead = Date.parse(this.dataset.now) - Date.now();
    this.format = new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: this.dataset.zone,
    });
    document.addEventListener("region:changed", this);
    this.timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  disconnectedCallback() {
    document.removeEventListener("region:changed", this);
    clearInterval(this.timer);
  }

  handleEvent() {
    this.#tick();
  }

  #tick() {
    const now = Date.now() + this.ahead;
    this.textContent = this.format.format(now);
    const tickets = [...document.querySelectorAll(".ticket")];
    tickets.forEach((ticket) => age(ticket, Math.max(0, Math.floor((now - Date.parse(ticket.dataset.since)) / MINUTE_MS))));
    tally("open", tickets.length);
    tally("late", tickets.filter((ticket) => ticket.dataset.age === "late").length);
    document.dispatchEvent(new CustomEvent("board:tick"));
  }
}

function age(ticket, minutes) {
  const { dataset } = ticket;
  const before = dataset.age;
  const grown = minutes >= Number(dataset.late) ? "late" : minutes >= Number(dataset.warn) ? "warn" : "fresh";
  const place = ticket.querySelector("[data-minutes]");
  if (place.textContent !== `${minutes}`) place.textContent = minutes;
  if (grown === before) return;
  dataset.age = grown;
  if (before) ticket.dispatchEvent(new CustomEvent("ticket:aged", { bubbles: true, detail: { age: grown } }));
}

function tally(what, count) {
  const place = document.querySelector(`[data-tally="${what}"]`);
  place.textContent = count;
  place.parentElement.hidden = what === "late" && count === 0;
}

customElements.define("board-clock", BoardClock);
