// One soft note for a new message, off unless somebody turned it on.

import { settings } from "./settings.js";

let speaker = null;

export function ring() {
  if (!settings.sound) return;
  speaker ??= new AudioContext();
  const { currentTime: start } = speaker;
  for (const [pitch, delay] of [
    [660, 0],
    [880, 0.11],
  ]) {
    const note = new OscillatorNode(speaker, { frequency: pitch });
    const loudness = new GainNode(speaker, { gain: 0 });
    loudness.gain.linearRampToValueAtTime(0.06, start + delay + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + delay + 0.4);
    note.connect(loudness).connect(speaker.destination);
    note.start(start + delay);
    note.stop(start + delay + 0.45);
  }
}
