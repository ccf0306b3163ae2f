// The strip that shows the sandbox's clock and moves it on. It never moves back: Telegram's does not either.

import { h } from "./dom.js";
import { ask } from "./api.js";
import { hour, now, setNow, weekday } from "./clock.js";
import { named, says, t } from "./words.js";

const STEPS = [
  ["quarter", 900],
  ["hour", 3600],
  ["day", 86_400],
];

export class TimeStrip {
  /** `moved` is called with the moment whenever the shown minute changes. */
  constructor(moved) {
    this.moved = moved;
    this.face = h("b");
    this.date = h("span", { class: "date" });
    this.ahead = h("span", { class: "ahead", hidden: true });
    const buttons = STEPS.map(([key, seconds]) => this.step(key, seconds));
    this.element = h("section", { class: "time" }, h("time", {}, this.face, this.date), this.ahead, h("div", { class: "steps" }, buttons));
    named(this.element, "clock");
    this.tick();
  }

  step(key, seconds) {
    const button = says(h("button", { type: "button", data: { seconds } }), key);
    named(button, "forward", { span: t(`${key}_long`) });
    document.addEventListener("language", () => named(button, "forward", { span: t(`${key}_long`) }));
    button.addEventListener("click", async () => this.show(await ask("clock", { advance_seconds: seconds })));
    return button;
  }

  show({ now: moment, offset_seconds: offset }) {
    setNow(moment);
    this.offset = offset;
    this.draw();
  }

  draw() {
    this.face.textContent = hour(now());
    this.date.textContent = weekday(now());
    this.ahead.hidden = !(this.offset >= 60);
    this.ahead.textContent = this.ahead.hidden ? "" : t("ahead", { span: span(this.offset) });
    this.moved(now());
  }

  tick() {
    setTimeout(() => (this.draw(), this.tick()), 60_000 - (now() % 60_000) + 50);
  }
}

function span(seconds) {
  const minutes = Math.round(seconds / 60);
  const parts = [
    ["unit_d", Math.floor(minutes / 1440)],
    ["unit_h", Math.floor((minutes % 1440) / 60)],
    ["unit_m", minutes % 60],
  ];
  return parts.filter(([, n]) => n).map(([unit, n]) => t(unit, { n })).join(" ");
}
