/* Calls out the numbers that have become ready, where this screen was asked to, and keeps it awake. */

const GATHER_MS = 400; // orders that become ready together are called one after the other
const MARK = "#"; // stands for the number in the sentence

class PickupScreen extends HTMLElement {
  #due = new Set();

  connectedCallback() {
    this.ready = new Set(this.calls.map((call) => call.dataset.number));
    this.addEventListener("region:changed", () => this.#look());
    this.button = document.querySelector("[data-voice]:not(pickup-screen)");
    this.button.form.addEventListener("submit", (event) => this.#switch(event));
    const full = document.querySelector("[data-full-screen]");
    full.hidden = !document.fullscreenEnabled;
    full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
    document.addEventListener("visibilitychange", () => this.#stayAwake());
    this.#stayAwake();
  }

  get calls() {
    return [...this.querySelectorAll('.call[data-column="ready"]')];
  }

  #look() {
    const come = this.calls.filter((call) => !this.ready.has(call.dataset.number));
    for (const call of come) {
      call.dataset.arrived = "";
      this.#due.add(call.dataset.number);
    }
    this.ready = new Set(this.calls.map((call) => call.dataset.number));
    this.timer ??= setTimeout(() => this.#call(), GATHER_MS);
  }

  #call() {
    this.timer = undefined;
    for (const number of this.#due) if (this.ready.has(number)) this.#say(this.dataset.says.replace(MARK, number));
    this.#due.clear();
  }

  #say(text) {
    if (!("voice" in this.dataset) || !globalThis.speechSynthesis) return;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = this.dataset.language;
    this.dataset.said = text;
    speechSynthesis.speak(words);
  }

  // The first words come at the touch: some browsers keep a page silent that nobody has touched.
  #switch(event) {
    event.preventDefault();
    const isOn = this.toggleAttribute("data-voice");
    const body = new URLSearchParams({ voice: isOn ? "on" : "off" });
    fetch(this.button.form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    this.button.setAttribute("aria-pressed", `${isOn}`);
    if (isOn) this.#say(this.button.textContent.trim());
    else globalThis.speechSynthesis?.cancel();
  }

  async #stayAwake() {
    if (document.hidden || this.lock?.released === false) return;
    this.lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  }
}

customElements.define("pickup-screen", PickupScreen);
