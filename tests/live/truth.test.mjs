/* How a screen knows whether it is true: `node --test tests/live`. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Truth, digest, freshness } from "../../static/js/live/truth.js";
import { Kitchen, Screen, dice } from "./screens.mjs";

const vectors = JSON.parse(readFileSync(new URL("digests.json", import.meta.url)));
const patch = (key, head) => ({ key, head, version: head, html: "…" });
const proof = (head, shown) => ({ head, digest: digest(shown) });

test("the digest is the server's", () => {
  for (const { shown, digest: expected } of vectors) assert.equal(digest(new Map(Object.entries(shown))), expected);
});

test("a patch older than the page is ignored", () => {
  const truth = new Truth(5, new Map());
  assert.equal(truth.take(patch("a", 5)), false);
  assert.equal(truth.take(patch("a", 6)), true);
});

test("a doubled patch and one that was overtaken are ignored", () => {
  const truth = new Truth(0, new Map());
  assert.equal(truth.take(patch("a", 2)), true);
  assert.equal(truth.take(patch("a", 2)), false);
  assert.equal(truth.take(patch("a", 1)), false);
  assert.equal(truth.take(patch("b", 1)), true);
});

test("what is gone stays gone until something newer brings it back", () => {
  const truth = new Truth(0, new Map());
  assert.equal(truth.take({ key: "a", head: 3, html: null }), true);
  assert.equal(truth.take(patch("a", 2)), false);
  assert.equal(truth.take(patch("a", 4)), true);
});

test("patches newer than a fetched page are laid over it, oldest first", () => {
  const truth = new Truth(0, new Map());
  [4, 9, 7].forEach((head) => truth.take(patch(`k${head}`, head)));
  assert.deepEqual(truth.rebase(6).map(({ head }) => head), [7, 9]);
  assert.equal(truth.take(patch("k4", 5)), false);
});

test("a page that comes back late is not laid over a newer one", () => {
  const truth = new Truth(0, new Map());
  truth.rebase(8);
  assert.equal(truth.rebase(7), null);
});

test("a proof of what was shown a moment ago is good", () => {
  const shown = new Map([["a", 1]]);
  const truth = new Truth(1, shown);
  const old = proof(1, shown);
  truth.take(patch("b", 2));
  truth.note(shown.set("b", 2));
  assert.equal(truth.judge(old, shown), "true");
});

test("a lost goodbye is found although the screen once looked like the truth", () => {
  const shown = new Map([["a", 6]]);
  const truth = new Truth(6, shown);
  const empty = proof(8, new Map());
  truth.take(patch("b", 7));
  truth.note(shown.set("b", 7));
  assert.equal(truth.judge(proof(8, new Map([["a", 6]])), shown), "wrong");
  assert.equal(truth.judge(empty, shown), "wrong");
});

test("once proved, a screen takes nothing older than the proof", () => {
  const truth = new Truth(0, new Map());
  truth.judge(proof(5, new Map()), new Map());
  assert.equal(truth.take(patch("a", 3)), false);
});

test("once proved, a screen lays over a fetched page only what is newer than the proof", () => {
  const shown = new Map();
  const truth = new Truth(0, shown);
  for (const head of [4, 5]) {
    truth.take(patch(`k${head}`, head));
    truth.note(shown.set(`k${head}`, head));
  }
  const old = proof(5, shown);
  truth.take(patch("k7", 7));
  truth.note(shown.set("k7", 7));
  assert.equal(truth.judge(old, shown), "true");
  assert.deepEqual(truth.rebase(6).map(({ head }) => head), [7]);
});

test("a state that lacked a late patch proves nothing", () => {
  const shown = new Map();
  const truth = new Truth(0, shown);
  truth.take(patch("b", 6));
  truth.note(shown.set("b", 6));
  truth.take(patch("a", 3));
  truth.note(shown.set("a", 3));
  assert.notEqual(truth.judge(proof(5, new Map()), shown), "true");
});

test("a proof older than the screen and unlike it may be wrong only so often", () => {
  const shown = new Map([["a", 9]]);
  const truth = new Truth(9, shown);
  const odd = proof(8, new Map());
  assert.deepEqual([1, 2, 3, 4].map(() => truth.judge(odd, shown)), ["ahead", "ahead", "ahead", "wrong"]);
});

test("whatever is dropped, doubled, delayed or reordered, a proof ends in the truth", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const roll = dice(seed);
    const kitchen = new Kitchen(roll);
    const screen = new Screen(kitchen);
    for (let step = 0; step < 60; step++) {
      kitchen.happens();
      screen.hears(roll);
      if (roll(8) === 0) screen.isProved();
    }
    screen.isProved();
    assert.deepEqual(screen.shown, kitchen.now(), `seed ${seed}`);
  }
});

const at = (trueAt, isProved) => ({ trueAt, isProved });
const sign = (regions, now, isReachable = true) => freshness(regions, now, isReachable);

test("a screen is live while every region was proved within seven seconds", () => {
  assert.deepEqual(sign([at(1000, true), at(4000, true)], 7999), { state: "live", since: 6999 });
  assert.deepEqual(sign([at(1000, true), at(4000, true)], 8000), { state: "stale", since: 7000 });
});

test("a screen that was only fetched is not live", () => {
  assert.equal(sign([at(5000, true), at(5000, false)], 6000).state, "stale");
});

test("a page that has just come is connecting, not for ever", () => {
  assert.equal(sign([at(0, undefined)], 3000).state, "connecting");
  assert.equal(sign([at(0, undefined)], 7000).state, "stale");
});

test("a screen that reaches nobody says so", () => {
  assert.deepEqual(sign([at(0, true)], 65000, false), { state: "offline", since: 65000 });
});

test("a clock set back does not make the truth come from the future", () => {
  assert.equal(sign([at(9000, true)], 1000).since, 0);
});
