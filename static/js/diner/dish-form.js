/* Helps while choosing: what it comes to, what is still missing, no more than allowed. It only helps: the
   server decides and says the same in its own words. */

class DishForm extends HTMLElement {
  connectedCallback() {
    this.groups = [...this.querySelectorAll(".dish-form__group")].map((group) => ({
      ...numbers(group.dataset),
      element: group,
      rule: group.querySelector(".choices__rule"),
      said: group.querySelector(".choices__rule").textContent,
      boxes: [...group.querySelectorAll("input:enabled")],
    }));
    this.addEventListener("input", (event) => this.#look(event.target));
    this.groups.forEach((group) => this.#guide(group));
    this.#show(this.querySelector("[data-invalid]") ?? this.querySelector("[role=alert]"));
  }

  /* The button stands below, what it was refused for above: out of sight, it would seem to do nothing. */
  #show(refused) {
    refused?.querySelector("input:enabled")?.focus({ preventScroll: true });
    (refused?.querySelector("legend") ?? refused)?.scrollIntoView({ block: "center" });
  }

  #look(changed) {
    for (const group of this.groups) {
      if (group.max === 1 && changed.checked && group.boxes.includes(changed)) alone(group, changed);
      this.#guide(group);
    }
    this.querySelector("[data-total]").textContent = this.#money(this.#price());
  }

  #guide({ element, rule, said, boxes, min, max }) {
    const chosen = boxes.filter((box) => box.checked).length;
    const missing = min - chosen;
    if (max > 1) boxes.forEach((box) => (box.disabled = !box.checked && chosen >= max));
    element.toggleAttribute("data-missing", missing > 0);
    rule.textContent = missing > 0 && chosen ? this.dataset.more.replace("{count}", missing) : said;
  }

  #price() {
    const unit = this.groups.reduce((sum, group) => sum + priceOf(group), Number(this.dataset.price));
    return Math.max(0, unit) * Number(this.querySelector("[name=quantity]").value || 0);
  }

  #money(minor) {
    const { locale, currency } = this.dataset;
    const format = new Intl.NumberFormat(locale, { style: "currency", currency });
    return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
  }
}

const numbers = ({ min, max, free }) => ({ min: Number(min), max: Number(max), free: Number(free) });

const alone = ({ boxes }, chosen) => boxes.forEach((box) => (box.checked = box === chosen));

/* The dearest of the chosen are the free ones, as in menu/rules.py. */
function priceOf({ boxes, free }) {
  const prices = boxes.filter((box) => box.checked).map((box) => Number(box.dataset.price));
  prices.sort((a, b) => b - a);
  return prices.reduce((sum, price, at) => sum + (at < free ? Math.min(price, 0) : price), 0);
}

customElements.define("dish-form", DishForm);
