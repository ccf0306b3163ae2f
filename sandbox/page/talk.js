// The messages of one phone in their order: arriving, changing in place, and vanishing.

import { calm, h, icon, vanish } from "./dom.js";
import { bubble, dayPill } from "./bubbles.js";
import { day } from "./clock.js";
import { named, t, titled } from "./words.js";

const SHOWN = 400;
const NEAR = 90;

export class Talk {
  constructor(deeds, who) {
    this.deeds = { ...deeds, grown: () => this.settle() };
    this.messages = new Map();
    this.list = h("ol", { class: "messages", role: "log", tabindex: "0", "aria-live": "off" });
    named(this.list, "messages", { who });
    this.down = titled(h("button", { type: "button", class: "newest round", hidden: true }, icon("down")), "newest");
    this.down.addEventListener("click", () => this.toEnd());
    this.element = h("div", { class: "talk" }, this.list, this.down);
    this.atEnd = true;
    this.list.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.settle()).observe(this.list);
  }

  get empty() {
    return this.messages.size === 0;
  }

  /** Shows a whole chat, as after a connection. */
  load(messages) {
    const sign = JSON.stringify([...this.messages.values()].map(({ message }) => message));
    if (sign === JSON.stringify(messages.slice(-SHOWN))) return;
    this.show(messages);
  }

  show(messages) {
    this.messages.clear();
    this.list.replaceChildren();
    for (const message of messages.slice(-SHOWN)) this.append(message, false);
    this.toEnd(false);
  }

  /** Takes a message in: new ones at the end, known ones in their place. */
  take(message) {
    const known = this.messages.get(message.id);
    if (known) return this.change(known, message);
    const wasAtEnd = this.atEnd || message.from === "person";
    this.append(message, true);
    if (wasAtEnd) this.toEnd();
    else this.down.hidden = false;
  }

  append(message, arriving) {
    const last = [...this.messages.values()].at(-1);
    const pill = !last || day(last.message.date * 1000) !== day(message.date * 1000);
    const element = this.draw(message);
    if (arriving && !calm.matches) element.classList.add("arrives");
    if (pill) this.list.append(dayPill(message.date * 1000));
    if (last && !pill && last.message.from === message.from) element.classList.add("follows");
    this.list.append(element);
    this.messages.set(message.id, { message, element });
    if (this.messages.size > SHOWN) this.drop(this.messages.keys().next().value);
  }

  draw(message) {
    return bubble(message, this.deeds, this.quoted(message));
  }

  quoted({ reply_to: quote }) {
    if (!quote) return null;
    const original = this.messages.get(quote.message_id)?.message;
    const who = original?.from === "person" ? t("you") : this.deeds.botName();
    return { who, line: quote.text ?? (original?.media ? t(original.media.kind) : "…") };
  }

  change(known, message) {
    const element = this.draw(message);
    element.classList.toggle("follows", known.element.classList.contains("follows"));
    const held = known.element.contains(document.activeElement);
    known.element.replaceWith(element);
    Object.assign(known, { message, element });
    if (held) (element.querySelector(".buttons button") ?? this.list).focus({ preventScroll: true });
    this.settle();
  }

  vanish(ids) {
    for (const id of ids) this.drop(id, vanish);
  }

  drop(id, away = (element) => element.remove()) {
    const known = this.messages.get(id);
    if (!known) return;
    this.messages.delete(id);
    const held = known.element.contains(document.activeElement);
    const before = known.element.previousElementSibling;
    const after = known.element.nextElementSibling;
    if (before?.matches(".day") && (!after || after.matches(".day"))) away(before);
    away(known.element);
    if (held) this.list.focus({ preventScroll: true });
  }

  /** Draws everything again, in another language or on another day. */
  redraw() {
    const all = [...this.messages.values()].map(({ message }) => message);
    const { scrollTop } = this.list;
    const wasAtEnd = this.atEnd;
    this.show(all);
    if (!wasAtEnd) this.list.scrollTop = scrollTop;
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.atEnd) this.down.hidden = true;
  }

  settle() {
    if (this.atEnd) this.toEnd(false);
  }

  toEnd(smooth = !calm.matches && this.nearEnough()) {
    this.atEnd = true;
    this.down.hidden = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  nearEnough() {
    return this.list.scrollHeight - this.list.scrollTop < 3 * this.list.clientHeight;
  }
}

