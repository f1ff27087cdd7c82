/* One conversation with the server by websocket. It speaks as much of Engine.IO 4 and Socket.IO 5 as these
   screens need: one namespace, events, answers to them, heartbeats, and coming back after a lost line.
   https://socket.io/docs/v4/engine-io-protocol and /socket-io-protocol */

const FIRST_MS = 500; // until the first try to come back; doubled each time,
const LONGEST_MS = 1500; // up to this, and each half to one and a half times as long
const PATIENCE_MS = 5000; // for the server's welcome

const PATH = "/socket.io/?EIO=4&transport=websocket";
const PACKET = /^(\d)(\/[^,]+),?(\d*)(.*)$/s; // type, namespace, number of an answer, what is said

export class Socket {
  connected = false;
  active = false; // connected, or trying to be
  #namespace;
  #heard = new Map();
  #answers = new Map();
  #asked = 0;
  #tries = 0;
  #line;
  #timer;
  #heartbeat;

  constructor(namespace) {
    this.#namespace = namespace;
    this.connect();
  }

  on(event, listener) {
    this.#heard.set(event, listener);
  }

  connect() {
    if (this.active) return;
    this.active = true;
    this.#tries = 0;
    this.#open();
  }

  disconnect() {
    this.active = false;
    this.#hangUp();
  }

  /* A last word that is a function gets the server's answer. */
  emit(...words) {
    if (!this.connected) return;
    const answer = typeof words.at(-1) === "function" ? words.pop() : undefined;
    const number = answer ? ++this.#asked : "";
    if (answer) this.#answers.set(number, answer);
    this.#line.send(`42${this.#namespace},${number}${JSON.stringify(words)}`);
  }

  #open() {
    const line = new WebSocket(location.origin.replace(/^http/, "ws") + PATH);
    line.onmessage = ({ data }) => line === this.#line && this.#hear(data);
    line.onclose = () => line === this.#line && this.#lose();
    this.#line = line;
    this.#expect(PATIENCE_MS);
  }

  /* A line that stays silent for longer is dead, whatever the network says. */
  #expect(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(), ms);
  }

  #hear(said) {
    const rest = said.slice(1);
    if (said[0] === "0") this.#greet(JSON.parse(rest));
    else if (said[0] === "1") this.#lose();
    else if (said[0] === "2") this.#beat();
    else if (said[0] === "4") this.#read(PACKET.exec(rest));
  }

  #greet({ pingInterval, pingTimeout }) {
    this.#heartbeat = pingInterval + pingTimeout;
    this.#line.send(`40${this.#namespace},`);
  }

  #beat() {
    this.#line.send("3");
    if (this.connected) this.#expect(this.#heartbeat);
  }

  #read(packet) {
    if (packet?.[2] !== this.#namespace) return;
    const [, type, , number, body] = packet;
    if (type === "0") this.#welcome();
    else if (type === "1") this.#leave("disconnect");
    else if (type === "2") this.#tell(...JSON.parse(body));
    else if (type === "3") this.#answer(+number, JSON.parse(body));
    else if (type === "4") this.#leave("connect_error");
  }

  #welcome() {
    this.connected = true;
    this.#tries = 0;
    this.#expect(this.#heartbeat);
    this.#tell("connect");
  }

  #answer(number, words) {
    this.#answers.get(number)?.(...words);
    this.#answers.delete(number);
  }

  /* The server does not want us: do not come back by ourselves. */
  #leave(event) {
    this.disconnect();
    this.#tell(event);
  }

  #lose() {
    const event = this.connected ? "disconnect" : "connect_error";
    this.#hangUp();
    const wait = Math.min(FIRST_MS * 2 ** this.#tries++, LONGEST_MS);
    this.#timer = setTimeout(() => this.#open(), wait * (0.5 + Math.random()));
    this.#tell(event);
  }

  #hangUp() {
    clearTimeout(this.#timer);
    const line = this.#line;
    this.#line = undefined;
    this.connected = false;
    this.#answers.clear();
    line?.close();
  }

  #tell(event, ...words) {
    this.#heard.get(event)?.(...words);
  }
}
