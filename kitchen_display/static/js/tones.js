/* The sounds, made on the spot: short, in the range a kitchen's noise leaves free, and unlike each other
   in rhythm rather than in pitch alone. [frequency in Hz, start and length in s, shape]. */

const BELL = "triangle";
const HARSH = "square";

export const TONES = {
  new: [[880, 0, 0.16, BELL], [1319, 0.17, 0.3, BELL], [880, 0.6, 0.16, BELL], [1319, 0.77, 0.4, BELL]],
  changed: [[1047, 0, 0.09, BELL], [1047, 0.14, 0.09, BELL], [1047, 0.28, 0.22, BELL]],
  cancelled: [[784, 0, 0.2, HARSH], [587, 0.22, 0.2, HARSH], [392, 0.44, 0.5, HARSH]],
  late: [[988, 0, 0.12, HARSH], [740, 0.14, 0.12, HARSH], [988, 0.28, 0.12, HARSH], [740, 0.42, 0.12, HARSH], [988, 0.56, 0.2, HARSH]],
};

const LOUDNESS = { [BELL]: 0.9, [HARSH]: 0.35 };
const ATTACK_S = 0.012;

/* Play one from `begin` on the context's clock; `volume` 0 to 1. Returns when it ends. */
export function play(context, name, volume, begin) {
  for (const [frequency, start, length, shape] of TONES[name]) {
    const tone = new OscillatorNode(context, { type: shape, frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, begin + start);
    gain.gain.linearRampToValueAtTime(volume ** 2 * LOUDNESS[shape], begin + start + ATTACK_S);
    gain.gain.exponentialRampToValueAtTime(0.0001, begin + start + length);
    tone.connect(gain).connect(context.destination);
    tone.start(begin + start);
    tone.stop(begin + start + length);
  }
  return begin + Math.max(...TONES[name].map(([, start, length]) => start + length));
}
