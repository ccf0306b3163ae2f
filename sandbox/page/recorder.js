// A voice note from this machine's microphone. It goes to the sandbox as Ogg Opus, as a phone would send it.

import { h, icon } from "./dom.js";
import { oggFromWebm } from "./ogg.js";
import { says, t, titled } from "./words.js";
import { length } from "./clock.js";

export class Recorder {
  /** Begins recording; throws when there is no microphone or it is refused. */
  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.pieces = [];
    this.machine = new MediaRecorder(this.stream, { audioBitsPerSecond: 32000 });
    this.machine.addEventListener("dataavailable", (event) => this.pieces.push(event.data));
    this.machine.start();
    this.since = performance.now();
  }

  /** The strip shown meanwhile, and a promise of the note, or of null when it was discarded. */
  strip() {
    const clock = h("span", { class: "rec-clock", role: "timer" });
    const drop = titled(h("button", { type: "button", class: "round" }, icon("bin")), "record_drop");
    const send = titled(h("button", { type: "button", class: "round send" }, icon("send")), "record_stop");
    const element = h("div", { class: "composer recording" }, drop, h("i", { class: "rec-dot", "aria-hidden": "true" }), clock, send);
    const tick = () => says(clock, "recording", { time: length((performance.now() - this.since) / 1000) });
    const ticking = setInterval(tick, 500);
    tick();
    const finished = new Promise((resolve) => {
      drop.addEventListener("click", () => resolve(this.stop().then(() => null)));
      send.addEventListener("click", () => resolve(this.stop()));
    }).finally(() => clearInterval(ticking));
    return { element, finished };
  }

  async stop() {
    await new Promise((resolve) => {
      this.machine.addEventListener("stop", resolve, { once: true });
      this.machine.stop();
    });
    for (const track of this.stream.getTracks()) track.stop();
    const recorded = new Blob(this.pieces, { type: this.machine.mimeType });
    if (!recorded.type.includes("webm")) return new File([recorded], "voice.ogg", { type: "audio/ogg" });
    const ogg = oggFromWebm(new Uint8Array(await recorded.arrayBuffer()));
    return new File([ogg], "voice.ogg", { type: "audio/ogg" });
  }
}
