/* Rows to drag by their grip; their number fields, which alone are sent, follow. */

const DRAGGING = ["pointermove", "pointerup", "pointercancel"];

class SortList extends HTMLElement {
  connectedCallback() {
    for (const grip of this.querySelectorAll("[data-grip]")) grip.hidden = false;
    this.addEventListener("pointerdown", this);
    this.addEventListener("change", this);
  }

  disconnectedCallback() {
    this.removeEventListener("pointerdown", this);
    this.removeEventListener("change", this);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.#grip(event);
    else if (event.type === "pointermove") this.#drag(event);
    else if (event.type === "change") this.#renumber(event.target);
    else this.#drop(event);
  }

  get rows() {
    return [...this.querySelectorAll("[data-sortable]")];
  }

  #grip(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    event.preventDefault();
    this.dragged = grip.closest("[data-sortable]");
    this.dragged.dataset.dragged = "";
    this.setPointerCapture(event.pointerId);
    for (const kind of DRAGGING) this.addEventListener(kind, this);
  }

  #drag({ clientY }) {
    const below = this.rows.find((row) => {
      const box = row.getBoundingClientRect();
      return row !== this.dragged && clientY < box.top + box.height / 2;
    });
    const list = this.dragged.parentElement;
    if (this.dragged.nextElementSibling !== (below ?? null)) list.insertBefore(this.dragged, below ?? null);
  }

  #drop() {
    for (const kind of DRAGGING) this.removeEventListener(kind, this);
    delete this.dragged.dataset.dragged;
    this.#number();
  }

  /* A number typed by hand moves its row there. */
  #renumber(field) {
    const row = field.closest("[data-sortable]");
    const others = this.rows.filter((other) => other !== row);
    const place = Math.max(1, Number.parseInt(field.value, 10) || 1);
    row.parentElement.insertBefore(row, others[place - 1] ?? null);
    this.#number();
  }

  #number() {
    this.rows.forEach((row, at) => {
      row.querySelector("[name=positions]").value = at + 1;
    });
  }
}

customElements.define("sort-list", SortList);
