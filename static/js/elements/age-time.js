/* How long something has been so, counting on: "7 min". Past its minutes data-warn and data-late it says so in
   data-age. The server's clock counts ([data-now] on the page); a tablet's may be wrong. */

const TICK_MS = 1000;
const UNIT_MS = { second: 1000, minute: 60000, hour: 3600000 };
const TOO_MANY = 100; // of one unit: the next is read more easily
const LARGER = { second: "minute", minute: "hour" };

const ages = new Set();
let ahead;

class AgeTime extends HTMLElement {
  connectedCallback() {
    ages.add(this);
    this.tick();
  }

  disconnectedCallback() {
    ages.delete(this);
  }

  tick() {
    const { since, warn, late, unit } = this.dataset;
    const passed = Math.max(0, Date.now() + skew() - Date.parse(since));
    const minutes = passed / UNIT_MS.minute;
    write(this.querySelector("time"), words(passed, unit));
    const age = +late && minutes >= late ? "late" : +warn && minutes >= warn ? "warn" : "fresh";
    if (this.dataset.age !== age) this.dataset.age = age;
  }
}

function skew() {
  const now = document.querySelector("[data-now]")?.dataset.now;
  ahead ??= now ? Date.parse(now) - (performance.timeOrigin + answeredAt()) : 0;
  return ahead;
}

const answeredAt = () => performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;

const write = (place, text) => place.textContent !== text && (place.textContent = text);

function words(passed, unit) {
  const count = Math.floor(passed / UNIT_MS[unit]);
  if (count >= TOO_MANY && unit in LARGER) return words(passed, LARGER[unit]);
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "short" }).format(count);
}

const tickAll = () => ages.forEach((age) => age.tick());

setInterval(tickAll, TICK_MS);
document.addEventListener("region:changed", tickAll);
customElements.define("age-time", AgeTime);
