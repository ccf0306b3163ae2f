// What a phone's lock screen would give away of a new message: who sent it, and its first 40 characters.
// Edits ring nothing and change nothing here; a deleted message takes its notification with it.

import { h, icon } from "./dom.js";
import { masked } from "./entities.js";
import { says, t } from "./words.js";
import { hour } from "./clock.js";

const SEEN = 40;

/** The line a lock screen shows for a message. */
export function previewLine(message) {
  const words = message.text ?? message.caption ?? "";
  const line = masked(words, message.entities).replace(/\s+/g, " ").trim();
  const kind = message.media && t(message.media.kind);
  const whole = [kind, line].filter(Boolean).join(", ");
  const characters = Array.from(whole);
  return characters.length > SEEN ? `${characters.slice(0, SEEN).join("")}…` : whole;
}

/** The strip at the top of a phone. */
export class LockScreen {
  constructor() {
    this.moment = h("span", { class: "lock-hour" });
    this.card = h("div", { class: "lock-card", hidden: true });
    this.none = says(h("p", { class: "lock-none" }), "lock_none");
    const label = h("span", { class: "lock-label" }, icon("lock"), says(h("span"), "lock_screen"));
    this.element = h("section", { class: "lock" }, h("div", { class: "lock-top" }, this.moment, label), this.none, this.card);
    says(this.element, "lock_screen", {}, "aria-label");
    this.shown = null;
  }

  tick(moment) {
    this.moment.textContent = hour(moment);
  }

  ring(message, sender, initials) {
    this.shown = message.id;
    const words = h("p", { class: "lock-words" }, previewLine(message));
    const head = h("p", { class: "lock-from" }, h("b", {}, sender), h("time", {}, hour(message.date * 1000)));
    this.card.replaceChildren(h("span", { class: "avatar small", "aria-hidden": "true" }, initials), h("div", {}, head, words));
    this.card.hidden = false;
    this.none.hidden = true;
    this.card.classList.remove("seen", "arrives");
    void this.card.offsetWidth; // Starts the little arrival again for a second message.
    this.card.classList.add("arrives");
  }

  seen() {
    this.card.classList.add("seen");
  }

  forget(messageIds) {
    if (this.shown === null || (messageIds && !messageIds.includes(this.shown))) return;
    this.shown = null;
    this.card.hidden = true;
    this.none.hidden = false;
  }
}
