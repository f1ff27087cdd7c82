/* Find a dish while typing, add it by one tap. Enter adds the first one found. Each tap that went through makes
   the form's next key; one that did not may be tapped again and still counts once. */

const KEY_BYTES = 16;

class OrderPad extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-search]").hidden = false;
    this.input.addEventListener("input", () => this.#filter());
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && this.#first(event));
    this.addEventListener("htmx:afterRequest", ({ target, detail }) => {
      const form = target.closest("[data-adds]");
      if (!form || !detail.successful) return;
      form.elements.key.value = newKey();
      form.dataset.added = "";
      setTimeout(() => delete form.dataset.added, 600);
    });
    this.input.focus();
  }

  get input() {
    return this.querySelector("[data-find]");
  }

  #filter() {
    const words = plain(this.input.value).split(/\s+/).filter(Boolean);
    for (const pick of this.querySelectorAll(".pick")) {
      const text = plain(pick.dataset.words);
      pick.hidden = !words.every((word) => text.includes(word));
    }
    for (const category of this.querySelectorAll("[data-category]")) category.hidden = !category.querySelector(".pick:not([hidden])");
    this.querySelector("[data-nothing]").hidden = Boolean(this.querySelector(".pick:not([hidden])"));
  }

  #first(event) {
    event.preventDefault();
    this.querySelector(".pick:not([hidden]) .pick__button")?.click();
    this.input.select();
  }
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").trim();

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("order-pad", OrderPad);
