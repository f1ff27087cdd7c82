/* How a screen knows whether it is true. Pages, patches and proofs carry the journal head they were
   taken at. `shown` is a Map of key to version. Nothing here touches the page. */

const KEPT = 64; // patches and states remembered
const SKIPS = 3; // proofs older than the screen, until one counts
const STALE_MS = 7000; // two proofs missed

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 8; bit--; ) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/* CRC-32 of the sorted lines "key:version", as in restaurant_order/live/digest.py. */
export function digest(shown) {
  let crc = -1;
  const lines = Array.from(shown, ([key, version]) => `${key}:${version}`).sort();
  for (const char of lines.join("\n")) crc = TABLE[(crc ^ char.charCodeAt()) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

export class Truth {
  #heads = new Map(); // of the last patch by key: a gone key's is its gravestone
  #patches = [];
  #states = [];
  #skips = 0;

  constructor(head, shown) {
    this.head = this.newest = head;
    this.note(shown);
  }

  /* Whether a patch is news. Doubled, late and reordered ones are not. */
  take(patch) {
    if (patch.head <= Math.max(this.head, this.#heads.get(patch.key) ?? 0)) return false;
    if (patch.head < this.newest) this.#states = []; // they lacked it
    this.#heads.set(patch.key, patch.head);
    this.newest = Math.max(this.newest, patch.head);
    this.#patches = [...this.#patches, patch].slice(-KEPT);
    return true;
  }

  /* The region was fetched as of `head`: the patches to lay over it; null if it came too late. */
  rebase(head) {
    if (head < this.head) return null;
    this.head = head;
    this.newest = Math.max(this.newest, head);
    this.#patches = this.#patches.filter((patch) => patch.head > head).sort((a, b) => a.head - b.head);
    this.#heads = new Map(this.#patches.map((patch) => [patch.key, patch.head]));
    return this.#patches;
  }

  /* What is as old as the truth needs no remembering: a screen is left open for weeks. */
  #forget(head) {
    for (const [key, of] of this.#heads) if (of <= head) this.#heads.delete(key);
    this.#patches = this.#patches.filter((patch) => patch.head > head);
  }

  /* Remember what is shown after every change. */
  note(shown) {
    this.#states = [...this.#states, [this.newest, digest(shown)]].slice(-KEPT);
  }

  /* "true", "ahead" (of an old proof: wait for the next) or "wrong". */
  judge(proof, shown) {
    const then = this.#states.filter(([head]) => head <= proof.head).pop();
    if (digest(shown) !== proof.digest && then?.[1] !== proof.digest)
      return this.newest > proof.head && this.#skips++ < SKIPS ? "ahead" : "wrong";
    this.#skips = 0;
    this.#forget((this.head = Math.max(this.head, proof.head))); // nothing older is news
    return "true";
  }
}

/* How old the truth on a page is, in a word. Regions have `trueAt` and `isProved`: true, false when only
   fetched, undefined when as the page came. */
export function freshness(regions, now, isReachable) {
  const since = now - Math.min(now, ...regions.map((region) => region.trueAt));
  const is = (proved) => since < STALE_MS && regions.every(({ isProved }) => proved.includes(isProved));
  const state = is([true]) ? "live" : is([true, undefined]) ? "connecting" : isReachable ? "stale" : "offline";
  return { state, since };
}
