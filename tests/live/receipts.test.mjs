/* What a board says of the tickets it has painted: all of them, soon, in few words. */

import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";

import { HELLO, last, put, putBack } from "./lines.mjs";

const SECONDS = 60;
let changed;
let painted;
let now = 0;

before(async () => {
  put("setInterval");
  mock.method(performance, "now", () => now);
  globalThis.addEventListener = () => {};
  globalThis.requestAnimationFrame = (paint) => setTimeout(paint, 16);
  globalThis.document = { hidden: false, addEventListener: (_event, heard) => (changed = heard) };
  const { join } = await import("../../static/js/live/line.js");
  await import("../../static/js/live/board/drawn.js");
  painted = [];
  join({ dataset: { namespace: "/kitchen", watch: "token", room: "room" }, items: painted, repair() {} });
  last().says(HELLO, '40/kitchen,{"sid":"b"}');
});
after(putBack);

function paint(ticket) {
  painted.push({ getAttribute: () => `${ticket}:1`, hasAttribute: () => true, getClientRects: () => [] });
  changed();
}

/* The server is alive meanwhile. */
function pass(ms) {
  now += ms;
  last().says("2");
  mock.timers.tick(ms);
}

/* The receipts sent since `from`; the server notes each. */
function receipts(from) {
  const found = last().sent.slice(from).map((said) => /^42\/kitchen,(\d+)(\["drawn".*)$/.exec(said));
  return found.filter(Boolean).map(([, number, words]) => {
    last().says(`43/kitchen,${number}[true]`);
    return JSON.parse(words)[2];
  });
}

test("in a rush of twenty orders a second each is acknowledged within a second, in two messages a second", () => {
  let missing = new Set();
  let said = 0;
  let from = last().sent.length;
  for (let ticket = 1; ticket <= SECONDS * 20; ticket++) {
    paint(ticket);
    missing.add(`${ticket}:1`);
    pass(50);
    const come = receipts(from);
    from = last().sent.length;
    said += come.length;
    come.flat().forEach((one) => missing.delete(one));
    for (const one of missing) assert.ok(ticket - parseInt(one) < 20, `${one} waits for its receipt at ${ticket}`);
  }
  assert.ok(said <= 2 * SECONDS, `${said} messages in a minute`);
});

test("after a quiet moment a ticket is acknowledged at once", () => {
  for (let second = 0; second < SECONDS; second++) {
    pass(1000);
    receipts(0);
  }
  const from = last().sent.length;
  paint(9999);
  pass(100);
  pass(16);
  pass(1);
  assert.deepEqual(receipts(from), [["9999:1"]]);
});
