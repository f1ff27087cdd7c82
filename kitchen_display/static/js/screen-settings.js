/* Size, sounds and wakefulness of this one screen: in force at once, and remembered by its cookie. */

const SIZES = ["small", "medium", "large"];
const next = (size) => SIZES[(SIZES.indexOf(size) + 1) % SIZES.length];
const EVENTS = ["new", "changed", "cancelled", "late"];

class ScreenSettings extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.sounds = document.querySelector("board-sounds");
    this.mute = document.querySelector("[data-mutes]");
    this.addEventListener("change", () => this.#keep());
    this.addEventListener("click", this);
    this.mute?.addEventListener("click", () => this.#mute());
    document.addEventListener("visibilitychange", () => this.#stayAwake());
    document.addEventListener("filter:chosen", ({ detail }) => this.#set("filter", detail));
    document.addEventListener("screen:size", () => this.#set("size", next(this.form.elements.size.value)));
    document.addEventListener("screen:zoom", ({ detail }) => this.#set("zoom", Number(this.form.elements.zoom.value) + detail));
    this.fullScreen = this.querySelector("[data-full-screen]");
    this.fullScreen.hidden = !document.fullscreenEnabled;
    this.#apply();
  }

  get volume() {
    return this.form.elements.volume;
  }

  handleEvent({ target }) {
    const listen = target.closest("[data-plays]");
    if (listen) document.dispatchEvent(new CustomEvent("board:listen", { detail: listen.dataset.plays }));
    else if (target.closest("[data-full-screen]")) this.#fill();
  }

  #set(name, value) {
    this.form.elements[name].value = value;
    this.#keep();
  }

  #fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  #mute() {
    this.before ??= "70";
    if (Number(this.volume.value)) [this.before, this.volume.value] = [this.volume.value, "0"];
    else this.volume.value = this.before;
    this.#keep();
  }

  async #keep() {
    this.#apply();
    const body = new URLSearchParams(new FormData(this.form));
    await fetch(this.form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  }

  #apply() {
    const wanted = new FormData(this.form);
    const rail = document.querySelector("ticket-rail");
    if (!rail) return;
    for (const name of ["size", "zoom", "filter"]) rail.dataset[name] = wanted.get(name);
    rail.toggleAttribute("data-combine", wanted.has("combine"));
    rail.toggleAttribute("data-hide-held", wanted.has("hide_held"));
    document.dispatchEvent(new CustomEvent("filter:changed"));
    this.sounds.dataset.volume = wanted.get("volume");
    this.sounds.dataset.shares = EVENTS.map((event) => `${event}:${wanted.get(event)}`).join(" ");
    this.sounds.toggleAttribute("data-repeat", wanted.has("repeat"));
    this.mute.setAttribute("aria-pressed", `${wanted.get("volume") === "0"}`);
    this.#stayAwake();
  }

  // Only on secure addresses, and only while it is looked at; without it the device decides.
  async #stayAwake() {
    const isWanted = this.form.elements.awake.checked && !document.hidden;
    if (!isWanted) await this.lock?.release();
    if (!isWanted || this.lock?.released === false) return;
    this.lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  }
}

customElements.define("screen-settings", ScreenSettings);
