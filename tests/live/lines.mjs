/* Websockets whose server a test plays: `put()` puts them in place of the browser's, with time standing still. */

import { mock } from "node:test";

export const HELLO = '0{"sid":"a","upgrades":[],"pingInterval":20000,"pingTimeout":15000,"maxPayload":16384}';

export let lines;
export const last = () => lines.at(-1);

class Line {
  sent = [];
  isOpen = true;

  constructor(address) {
    this.address = address;
    lines.push(this);
  }

  send(said) {
    this.sent.push(said);
  }

  close() {
    this.isOpen = false;
  }

  says(...packets) {
    packets.forEach((data) => this.onmessage({ data }));
  }

  breaks() {
    this.isOpen = false;
    this.onclose();
  }
}

export function put(...apis) {
  lines = [];
  globalThis.WebSocket = Line;
  globalThis.location = { origin: "https://lupo.example" };
  mock.timers.enable({ apis: ["setTimeout", ...apis] });
  mock.method(Math, "random", () => 0.5); // no more and no less than the wait itself
}

export function putBack() {
  mock.timers.reset();
  mock.restoreAll();
}
