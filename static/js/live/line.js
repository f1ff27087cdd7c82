/* The page's one line to the server: the socket that patches and proofs come by. */

import { Socket } from "./socket.js";

const POLL_MS = 10000 + 5000 * Math.random(); // between two fetches while no proof comes
const WAKE_MS = 7000; // a screen that slept this long fetches at once
const RETURN_MS = 1000; // until a screen that was turned away knocks again; doubled each time,
const DOUBLINGS = 4; // so often

export const regions = new Set();
let socket;
let turnedAway = 0;

export const isConnected = () => !!socket?.connected;

export function join(region) {
  regions.add(region);
  if (!socket) open(region.dataset.namespace);
  watch();
}

/* Ask to hear of the regions on this page and of no others, and for a proof of each at once. */
export function watch() {
  say("watch", Array.from(regions, (region) => region.dataset.watch));
}

export function say(...words) {
  if (isConnected()) socket.emit(...words);
}

function open(namespace) {
  socket = new Socket(namespace);
  const pass = (event) =>
    socket.on(event, (said) => regions.forEach((region) => region.dataset.room === said.room && region[event](said)));
  ["patches", "proof"].forEach(pass);
  socket.on("connect", whenWelcome);
  ["disconnect", "connect_error"].forEach((event) => socket.on(event, whenRefused));
  ["visibilitychange", "pageshow", "resume", "online"].forEach((event) => addEventListener(event, wake));
  addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!isConnected() && detail.requestConfig.verb !== "get") repair();
  });
  setInterval(tick, 1000);
}

function repair(patience = -1) {
  const silent = [...regions].filter((region) => region.silence > patience);
  silent.forEach((region) => region.repair());
  return silent.length;
}

function whenWelcome() {
  turnedAway = 0;
  watch();
}

/* The server does not want us: the pages it gives us now say why. If they are still these, we come back. */
function whenRefused() {
  if (socket.active) return;
  repair();
  setTimeout(comeBack, RETURN_MS * 2 ** Math.min(turnedAway++, DOUBLINGS));
}

function comeBack() {
  if (![...regions].some((region) => region.isLeaving)) socket.connect();
}

function wake() {
  watch();
  tick(WAKE_MS);
}

function tick(patience = POLL_MS) {
  if (document.hidden || !repair(patience)) return;
  if (isConnected()) socket.disconnect();
  socket.connect();
}
