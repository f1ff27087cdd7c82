/* Asks whether every ticket is on a kitchen screen. What it shows was drawn by the server. */

const ASK_MS = 5000;

class FloorAlarms extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.#ask(), ASK_MS);
    this.shown = this.innerHTML.trim();
  }

  get #count() {
    return this.querySelectorAll("age-time").length;
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async #ask() {
    const answer = await fetch(this.dataset.src).catch(() => undefined);
    if (!answer?.ok) return;
    const html = (await answer.text()).trim();
    if (html === this.shown) return;
    const before = this.#count;
    this.innerHTML = this.shown = html;
    if (this.#count > before) document.dispatchEvent(new CustomEvent("floor:alarm"));
  }
}

customElements.define("floor-alarms", FloorAlarms);
