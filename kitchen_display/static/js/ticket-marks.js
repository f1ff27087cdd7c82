/* A ticket with news stands out until somebody has seen it: touched it, or gone there by key. */

const SEEN = ["click", "focusin"];

class TicketMarks extends HTMLElement {
  #news = new Map(); // ticket key -> what is new about it

  connectedCallback() {
    for (const type of ["ticket:news", "region:changed", ...SEEN]) document.addEventListener(type, this);
  }

  handleEvent({ type, target, detail }) {
    if (type === "ticket:news") this.#note(target, detail);
    else if (type === "region:changed") this.#keep(target, detail);
    else this.#note(target.closest?.(".ticket"));
  }

  #note(ticket, news) {
    if (!ticket) return;
    if (news) this.#news.set(ticket.dataset.key, news);
    else this.#news.delete(ticket.dataset.key);
    mark(ticket, news);
  }

  /* What is drawn again comes without its mark. */
  #keep(ticket, { key, isGone }) {
    if (isGone) this.#news.delete(key);
    else if (this.#news.has(key)) mark(ticket, this.#news.get(key));
  }
}

function mark(ticket, news) {
  if (ticket.dataset.news === news) return;
  if (news) ticket.dataset.news = news;
  else delete ticket.dataset.news;
}

customElements.define("ticket-marks", TicketMarks);
