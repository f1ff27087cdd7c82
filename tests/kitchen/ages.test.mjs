import assert from "node:assert/strict";
import { test } from "node:test";

import { age, isDue, minutesOf } from "../../kitchen_display/static/js/ages.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NOON = Date.parse("2026-03-01T12:00:00Z");
const at = (ms) => new Date(NOON + ms).toISOString();

const place = (dataset = {}) => ({
  dataset,
  textContent: "",
  toggleAttribute(name, isSet) {
    this[name] = isSet;
  },
});

/* Since when there was something to make, since when it was ordered, when a dish is to be begun. */
function ticket({ since, ordered = since, start = 0, stage = "new" }) {
  const parts = { "[data-minutes]": place(), "[data-ordered-minutes]": { ...place(), parentElement: place() } };
  const begin = { ...place({ start: at(start) }), querySelector: () => parts.start };
  parts.start = place();
  const one = {
    dataset: { since: at(since), ordered: at(ordered), stage, warn: "5", late: "8" },
    aged: [],
    querySelector: (what) => parts[what],
    querySelectorAll: () => [begin],
    dispatchEvent: ({ detail }) => one.aged.push(detail.age),
    get says() {
      const { "[data-minutes]": minutes, "[data-ordered-minutes]": second } = parts;
      const words = [minutes.textContent, second.textContent, parts.start.textContent];
      return [...words, second.parentElement["data-differs"], begin["data-due"], one.dataset.age].join();
    },
  };
  return one;
}

const MADE = [
  { since: 0 },
  { since: 90 * SECOND, ordered: -4 * MINUTE, start: 7 * MINUTE + 1 },
  { since: -59999, ordered: -1, start: 3 * MINUTE },
  { since: 20 * SECOND, start: -MINUTE },
  { since: 3 * MINUTE, ordered: 2 * MINUTE, start: 12 * MINUTE + 500 },
];

test("who tells only what is due says what is true every second", () => {
  for (const made of MADE) {
    const lazy = ticket(made);
    let told = 0;
    for (let now = NOON; now < NOON + 15 * MINUTE; now += 333) {
      if (isDue(lazy, now)) {
        age(lazy, now);
        told++;
      }
      const fully = ticket(made);
      age(fully, now);
      assert.equal(lazy.says, fully.says);
      assert.equal(minutesOf(lazy), minutesOf(fully));
    }
    assert.ok(told < 3 * 15 + 5, `${told} times in a quarter of an hour`);
    assert.deepEqual(lazy.aged, ["warn", "late"]);
  }
});

test("a clock that was put back is followed at once", () => {
  const one = ticket({ since: 0 });
  age(one, NOON + 9 * MINUTE);
  assert.equal(isDue(one, NOON + MINUTE), true);
});

test("what was cancelled or waits for its course is told once, and has no minutes", () => {
  for (const stage of ["stopped", "held"]) {
    const one = ticket({ since: 0, stage });
    assert.equal(isDue(one, NOON), true);
    age(one, NOON);
    assert.equal(isDue(one, NOON + 60 * MINUTE), false);
    assert.equal(minutesOf(one), 0);
    assert.equal(one.dataset.age, undefined);
  }
});
