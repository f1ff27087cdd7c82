import assert from "node:assert/strict";
import { test } from "node:test";

import { newsOf } from "../../kitchen_display/static/js/news.js";

const QUIET = { open: 2, cancelled: 0, isShut: false, isRushed: false };
const MOVED = { kinds: [], isNew: false, isOwn: false };

const told = (now, how = {}, before = QUIET) => newsOf(before, { ...QUIET, ...now }, { ...MOVED, ...how });

test("what comes to the board is new, and what comes back has changed", () => {
  assert.equal(told({}, { isNew: true, kinds: ["OrderPlaced"] }, undefined), "new");
  assert.equal(told({}, { isNew: true, kinds: ["LineTakenBack"] }, undefined), "changed");
});

test("a cancellation is said before anything else", () => {
  assert.equal(told({ open: 3, cancelled: 1 }), "cancelled");
  assert.equal(told({ cancelled: 1 }, { isNew: true }, undefined), "cancelled");
});

test("more to make, an allergy and a rush are changes", () => {
  assert.equal(told({ open: 3 }, { kinds: ["LineFired"] }), "changed");
  assert.equal(told({ open: 0, isShut: true }, { kinds: ["OrderAllergiesChanged"] }), "changed");
  assert.equal(told({ isRushed: true }, { kinds: ["OrderRushed"] }), "changed");
});

test("less to make, a read allergy and a turn to wait are none", () => {
  assert.equal(told({ open: 1 }, { kinds: ["LineFinished"] }), undefined);
  assert.equal(told({}, { kinds: ["AllergiesSeen"] }, { ...QUIET, open: 0, isShut: true }), undefined);
  assert.equal(told({}, { kinds: ["OrderUnrushed"] }, { ...QUIET, isRushed: true }), undefined);
});

test("nobody is told what they have just done themselves", () => {
  assert.equal(told({ open: 3 }, { kinds: ["LineFired"], isOwn: true }), undefined);
  assert.equal(told({ isRushed: true }, { kinds: ["OrderRushed"], isOwn: true }), undefined);
  assert.equal(told({}, { isNew: true, kinds: ["OrderPlaced"], isOwn: true }, undefined), "new");
});
