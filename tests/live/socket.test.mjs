/* The conversation by websocket, with a server that a test plays: `node --test tests/live`. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Socket } from "../../static/js/live/socket.js";
import { HELLO, last, lines, put, putBack } from "./lines.mjs";

beforeEach(() => put());
afterEach(putBack);

const WELCOME = '40/diner,{"sid":"b"}';

function connected() {
  const socket = new Socket("/diner");
  last().says(HELLO, WELCOME);
  return socket;
}

function heard(socket, ...events) {
  const all = [];
  events.forEach((event) => socket.on(event, (...words) => all.push([event, ...words])));
  return all;
}

test("it asks for its namespace and is connected once it is welcome", () => {
  const socket = new Socket("/diner");
  const all = heard(socket, "connect");
  assert.equal(last().address, "wss://lupo.example/socket.io/?EIO=4&transport=websocket");
  last().says(HELLO);
  assert.deepEqual(last().sent, ["40/diner,"]);
  assert.deepEqual([socket.connected, socket.active, all], [false, true, []]);
  last().says(WELCOME);
  assert.deepEqual([socket.connected, all], [true, [["connect"]]]);
});

test("it hears events, also of several lines and with commas, braces and numbers in them", () => {
  const socket = connected();
  const all = heard(socket, "patch");
  const said = { room: "a:1", html: '<p>\n12["x",{}]</p>' };
  last().says(`42/diner,${JSON.stringify(["patch", said])}`);
  assert.deepEqual(all, [["patch", said]]);
});

test("it does not hear another namespace, nor what it did not ask for", () => {
  const socket = connected();
  const all = heard(socket, "patch");
  last().says('42/kitchen,["patch",1]', '42["patch",1]', '42/diner,["other",1]', "6", "4", "");
  assert.deepEqual(all, []);
  assert.equal(socket.connected, true);
});

test("it says events, and hands each answer to whoever asked, once", () => {
  const socket = connected();
  const answers = [];
  socket.emit("watch", ["t"]);
  socket.emit("drawn", "room", ["1:2"], (isNoted) => answers.push(isNoted));
  socket.emit("drawn", "room", ["1:3"], (isNoted) => answers.push(isNoted));
  assert.deepEqual(last().sent.slice(1), [
    '42/diner,["watch",["t"]]',
    '42/diner,1["drawn","room",["1:2"]]',
    '42/diner,2["drawn","room",["1:3"]]',
  ]);
  last().says("43/diner,2[false]", "43/diner,1[true]", "43/diner,1[true]");
  assert.deepEqual(answers, [false, true]);
});

test("it says nothing while it is not connected", () => {
  const socket = new Socket("/diner");
  socket.emit("watch", ["t"]);
  assert.deepEqual(last().sent, []);
});

test("it answers heartbeats, and a line without any is lost", () => {
  const socket = connected();
  const all = heard(socket, "disconnect");
  mock.timers.tick(34000);
  last().says("2");
  assert.equal(last().sent.at(-1), "3");
  mock.timers.tick(34000);
  assert.deepEqual([socket.connected, all], [true, []]);
  mock.timers.tick(1000);
  assert.deepEqual([socket.connected, socket.active, all], [false, true, [["disconnect"]]]);
  assert.equal(lines[0].isOpen, false);
});

test("it comes back by itself, later each time, and starts anew once it was welcome", () => {
  const socket = connected();
  for (const wait of [500, 1000, 1500, 1500, 1500]) {
    const count = lines.length;
    last().breaks();
    mock.timers.tick(wait - 1);
    assert.equal(lines.length, count);
    mock.timers.tick(1);
    assert.equal(lines.length, count + 1);
  }
  last().says(HELLO, WELCOME);
  assert.equal(socket.connected, true);
  last().breaks();
  mock.timers.tick(500);
  assert.equal(lines.length, 7);
});

test("screens that lost their server together do not come back together", () => {
  for (const [dice, wait] of [[0, 250], [0.99, 745]]) {
    connected();
    Math.random.mock.mockImplementation(() => dice);
    const count = lines.length;
    last().breaks();
    mock.timers.tick(wait - 1);
    assert.equal(lines.length, count);
    mock.timers.tick(1);
    assert.equal(lines.length, count + 1);
  }
});

test("a server that does not welcome it in time is tried again", () => {
  for (const packets of [[], [HELLO]]) {
    const socket = new Socket("/diner");
    const all = heard(socket, "connect_error");
    last().says(...packets);
    const count = lines.length;
    mock.timers.tick(5000);
    assert.deepEqual([all, socket.active], [[["connect_error"]], true]);
    mock.timers.tick(500);
    assert.equal(lines.length, count + 1);
    socket.disconnect();
  }
});

test("refused or thrown out, it stays away until it is asked to come back", () => {
  for (const [packet, event] of [['44/diner,{"message":"no_table"}', "connect_error"], ["41/diner,", "disconnect"]]) {
    const socket = connected();
    const all = heard(socket, event);
    const count = lines.length;
    last().says(packet);
    assert.deepEqual([socket.connected, socket.active, last().isOpen, all], [false, false, false, [[event]]]);
    mock.timers.tick(60000);
    assert.equal(lines.length, count);
    socket.connect();
    assert.equal(lines.length, count + 1);
  }
});

test("what a line says after it was left is not heard", () => {
  const socket = connected();
  const all = heard(socket, "patch", "disconnect");
  const old = last();
  socket.disconnect();
  old.says('42/diner,["patch",1]');
  old.onclose();
  mock.timers.tick(60000);
  assert.deepEqual([all, lines.length], [[], 1]);
});

test("asked twice to connect it opens one line", () => {
  const socket = new Socket("/diner");
  socket.connect();
  assert.equal(lines.length, 1);
});
