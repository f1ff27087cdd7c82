/* A page's one line to the server: it is told what is watched, and comes back after it was turned away. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { HELLO, last, lines, put, putBack } from "./lines.mjs";

const WELCOME = '40/kitchen,{"sid":"b"}';
let line;
let count = 0;

beforeEach(async () => {
  put("setInterval");
  globalThis.addEventListener = () => {};
  globalThis.document = { hidden: false };
  line = await import(`../../static/js/live/line.js?${count++}`); // a page of its own
});
afterEach(putBack);

function region() {
  const made = { dataset: { namespace: "/kitchen", watch: "token", room: "room" }, silence: 0, repaired: 0 };
  made.repair = () => made.repaired++;
  return made;
}

function welcomed() {
  const mine = region();
  line.join(mine);
  last().says(HELLO, WELCOME);
  return mine;
}

test("a region that joins is watched once the server says welcome", () => {
  welcomed();
  assert.equal(last().sent.at(-1), '42/kitchen,["watch",["token"]]');
});

test("thrown out, a page looks at once whether it may stay, and is back within three seconds", () => {
  const mine = welcomed();
  last().says("41/kitchen,");
  assert.deepEqual([line.isConnected(), mine.repaired], [false, 1]);
  mock.timers.tick(3000);
  assert.equal(lines.length, 2);
  last().says(HELLO, WELCOME);
  assert.equal(line.isConnected(), true);
  assert.equal(last().sent.at(-1), '42/kitchen,["watch",["token"]]');
});

test("a page that is about to say goodbye does not knock", () => {
  const mine = welcomed();
  last().says("41/kitchen,");
  mine.isLeaving = true;
  mock.timers.tick(20000);
  assert.equal(lines.length, 1);
});

test("refused again and again it knocks less and less often, but never stops", () => {
  welcomed();
  for (const wait of [1000, 2000, 4000, 8000, 16000, 16000]) {
    const before = lines.length;
    last().says(before > 1 ? HELLO : "6", '44/kitchen,{"message":"too_many"}');
    mock.timers.tick(wait - 1);
    assert.equal(lines.length, before);
    mock.timers.tick(1);
    assert.equal(lines.length, before + 1);
  }
  last().says(HELLO, WELCOME, "41/kitchen,");
  const before = lines.length;
  mock.timers.tick(1000);
  assert.equal(lines.length, before + 1);
});
