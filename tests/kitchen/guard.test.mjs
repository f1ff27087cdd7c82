import assert from "node:assert/strict";
import { test } from "node:test";

import { Guard, SETTLE_MS } from "../../kitchen_display/static/js/guard.js";
import { TONES } from "../../kitchen_display/static/js/tones.js";

const item = (left = 0, top = 0) => ({
  offsetLeft: left,
  offsetTop: top,
  offsetHeight: 100,
  getClientRects: () => [{ height: 99.5 }],
});

test("what stood there when the board was opened answers at once", () => {
  const guard = new Guard();
  const ticket = item();
  guard.look([ticket], { now: 0, isFirst: true });
  assert.equal(guard.isSettled(ticket, 0), true);
  assert.equal(guard.spot(ticket).height, 99.5);
});

test("what has slid answers only when it has stood a while", () => {
  const guard = new Guard();
  const ticket = item(0, 200);
  guard.look([ticket], { now: 0, isFirst: true });
  ticket.offsetTop = 0;
  guard.look([ticket], { now: 1000 });
  assert.equal(guard.isSettled(ticket, 1000 + SETTLE_MS - 1), false);
  assert.equal(guard.isSettled(ticket, 1000 + SETTLE_MS), true);
});

test("what has just come does not answer yet", () => {
  const guard = new Guard();
  const ticket = item();
  guard.look([ticket], { now: 1000 });
  assert.equal(guard.isSettled(ticket, 1100), false);
});

test("a hair's breadth is no move", () => {
  const guard = new Guard();
  const ticket = item(100, 100);
  guard.look([ticket], { now: 0, isFirst: true });
  ticket.offsetTop = 103;
  guard.look([ticket], { now: 1000 });
  assert.equal(guard.isSettled(ticket, 1001), true);
});

test("turning to another page moves everything", () => {
  const guard = new Guard();
  const tickets = [item(), item(300)];
  guard.look(tickets, { now: 0, isFirst: true });
  guard.shake(tickets, 1000);
  assert.deepEqual(tickets.map((ticket) => guard.isSettled(ticket, 1100)), [false, false]);
});

test("no two sounds have the same rhythm", () => {
  const rhythms = Object.values(TONES).map((tones) => tones.map(([, start]) => start).join());
  assert.equal(new Set(rhythms).size, rhythms.length);
});
