/* The floor's sounds, made on the spot: soft, and unlike each other in rhythm. [Hz, start and length in s]. */

const CHIMES = {
  order: [[880, 0, 0.18], [1175, 0.18, 0.18], [1568, 0.36, 0.4]],
  request: [[1319, 0, 0.14], [1047, 0.2, 0.3]],
  ready: [[1568, 0, 0.25]],
  alarm: [[587, 0, 0.22], [440, 0.24, 0.22], [587, 0.6, 0.22], [440, 0.84, 0.4]],
};
const LOUDNESS = 0.5;
const ATTACK_S = 0.015;

/* Play one now on a running context. */
export function chime(context, name) {
  for (const [frequency, start, length] of CHIMES[name]) {
    const begin = context.currentTime + start;
    const tone = new OscillatorNode(context, { type: "triangle", frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(LOUDNESS, begin + ATTACK_S);
    gain.gain.exponentialRampToValueAtTime(0.0001, begin + length);
    tone.connect(gain).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + length);
  }
}
