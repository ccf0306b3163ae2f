// One person's phone: the lock screen, the chat with the bot, and what the person can do there.

import { h, icon } from "./dom.js";
import { ask } from "./api.js";
import { Composer } from "./composer.js";
import { Keys } from "./keys.js";
import { openMenu, question } from "./menu.js";
import { LockScreen } from "./preview.js";
import { Talk } from "./talk.js";
import { keysFrom, messageFrom, payloadFrom } from "./shape.js";
import { named, says, t, titled } from "./words.js";

const PATIENCE = 15_000; // how long a pressed button stays busy when nobody answers
const TYPING = 5_000; // as long as Telegram shows "typing…" for one sendChatAction

export class Phone {
  /** `rang` is called when a new message of the bot arrives, `changed` when the unread dot does. */
  constructor(person, bot, { rang, changed }) {
    Object.assign(this, { person, bot, rang, changed, unread: 0, waiting: new Map(), early: new Set() });
    const who = `${person.label}, ${person.first_name}`;
    this.lock = new LockScreen();
    this.talk = new Talk(this.deeds(), who);
    this.composer = new Composer({
      host: null,
      say: (words) => this.say(words),
      edit: (message, text) => ask("edit", { chat_id: this.chatId, message_id: message.id, text }),
      trouble: (words) => this.toast(words),
    });
    this.keys = new Keys({ composer: this.composer, press: (key) => this.pressKey(key) });
    this.build(who);
    this.composer.deeds.host = this.frame;
    this.stand();
  }

  get chatId() {
    return this.person.chat_id;
  }

  build(who) {
    this.dot = named(h("span", { class: "dot", role: "img", hidden: true }), "unread");
    const owner = h("h2", { class: "owner" }, h("span", { class: "role" }, this.person.label), h("span", { class: "name" }, this.person.first_name), this.dot);
    this.foot = h("div", { class: "foot" });
    this.toasts = h("div", { class: "toasts", role: "status" });
    this.frame = h("div", { class: "frame" }, this.lock.element, this.head(), this.talk.element, this.foot, this.toasts);
    this.element = h("section", { class: "phone", id: `phone-${this.chatId}`, data: { chatId: this.chatId, label: this.person.label } }, owner, this.frame);
    named(this.element, "phone_of", { who });
    this.element.addEventListener("pointerdown", () => this.read());
    this.element.addEventListener("focusin", () => this.read());
  }

  head() {
    const more = titled(h("button", { type: "button", class: "round", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("more")), "more");
    more.addEventListener("click", () => openMenu(this.frame, more, this.choices(), t("more")));
    this.title = h("b", {}, this.bot.name);
    this.status = says(h("small"), "bot");
    this.avatar = h("span", { class: "avatar", "aria-hidden": "true" }, initials(this.bot.name));
    return h("div", { class: "head" }, this.avatar, h("span", { class: "titles" }, this.title, this.status), more);
  }

  choices() {
    const link = { key: "open_link", icon: "link", deed: () => this.openLink() };
    const block = this.person.blocked
      ? { key: "unblock", icon: "block", deed: () => this.act("unblock") }
      : { key: "block", icon: "block", danger: true, deed: () => this.act("block") };
    return [link, block];
  }

  deeds() {
    return {
      press: (message, button, element) => this.press(message, button, element),
      say: (text) => this.say({ text }).catch((error) => this.refused(error)),
      open: (address) => this.follow(address),
      menu: (message, opener) => openMenu(this.frame, opener, this.messageChoices(message), t("message_menu")),
      botName: () => this.bot.name,
    };
  }

  messageChoices(message) {
    const mine = message.from === "person";
    const words = message.text ?? message.caption;
    return [
      { key: "reply", icon: "reply", deed: () => this.composer.aim("reply", message) },
      words && { key: "copy", icon: "copy", deed: () => this.copy(message, words) },
      mine && words && { key: "edit", icon: "edit", deed: () => this.composer.aim("edit", message) },
      { key: "remove", icon: "bin", danger: true, deed: () => this.act("delete", { message_ids: [message.id] }) },
    ].filter(Boolean);
  }

  /** The foot of the phone: a start button before the first touch, the composer after, a way back when blocked. */
  stand() {
    const state = this.person.blocked ? "blocked" : this.talk.empty ? "fresh" : "talking";
    if (state === this.state) return;
    this.state = state;
    this.element.dataset.state = state;
    this.talk.element.querySelector(".welcome")?.remove();
    if (state === "talking") return this.foot.replaceChildren(this.composer.element, this.keys.element);
    const button = says(h("button", { type: "button", class: "wide" }), state === "blocked" ? "unblock" : "start");
    button.addEventListener("click", () => this.act(state === "blocked" ? "unblock" : "start"));
    this.foot.replaceChildren(button);
    if (state === "fresh" && this.bot.description) this.talk.element.append(this.welcome());
  }

  welcome() {
    return h("div", { class: "welcome" }, says(h("b"), "what_can"), h("p", {}, this.bot.description));
  }

  /** Reads the whole chat as the sandbox holds it now. */
  async load() {
    const told = await ask(`chat?chat_id=${this.chatId}`);
    this.talk.load(told.map(messageFrom));
    await this.lookBelow();
    this.stand();
  }

  /** Reads what lies around the messages: reply keyboard, commands. */
  async lookBelow() {
    const told = await ask(`phone?chat_id=${this.chatId}`);
    this.keys.show(keysFrom(told));
    this.commands(told.commands ?? []);
  }

  take(told, change) {
    const message = messageFrom(told);
    const fresh = change === "new";
    this.talk.take(message);
    this.stand();
    if (message.from === "bot") this.idle();
    if (fresh) this.lookBelowSoon();
    if (fresh && message.from === "bot" && !message.service) this.ring(message);
  }

  ring(message) {
    this.lock.ring(message, this.bot.name, initials(this.bot.name));
    if (this.held()) this.lock.seen();
    else this.count(this.unread + 1);
    this.rang(this);
  }

  vanish(ids) {
    this.lock.forget(ids);
    this.talk.vanish(ids);
    this.stand();
  }

  /** A new message may have changed the keyboard below; many at once are asked about once. */
  lookBelowSoon() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.lookBelow().catch((error) => this.refused(error)), 120);
  }

  commands(list) {
    this.composer.offer(list);
  }

  tell(person) {
    this.person = person;
    this.stand();
  }

  meet(bot) {
    this.bot = bot;
    this.title.textContent = bot.name;
    this.avatar.textContent = initials(bot.name);
    this.state = null;
    this.stand();
  }

  held() {
    return document.hasFocus() && this.element.contains(document.activeElement);
  }

  read() {
    this.lock.seen();
    if (this.unread) this.count(0);
  }

  count(number) {
    this.unread = number;
    this.dot.hidden = number === 0;
    this.changed(this);
  }

  action(name) {
    says(this.status, ["upload_photo", "upload_document", "upload_voice", "record_voice"].includes(name) ? name : "typing");
    this.status.classList.add("busy");
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.idle(), TYPING);
  }

  idle() {
    clearTimeout(this.typing);
    this.status.classList.remove("busy");
    says(this.status, "bot");
  }

  say(words) {
    return ask("say", { chat_id: this.chatId, ...words });
  }

  async act(deed, facts = {}) {
    try {
      return await ask(deed, { chat_id: this.chatId, ...facts });
    } catch (error) {
      return this.refused(error);
    }
  }

  refused(error) {
    this.toast(t("failed", { why: error.message }));
  }

  async press(message, button, element) {
    if (button.copy_text) return this.copy({}, button.copy_text.text);
    const address = button.url ?? button.login_url?.url ?? button.web_app?.url;
    if (address) return this.follow(address);
    busy(element, true);
    setTimeout(() => busy(element, false), PATIENCE);
    const pressed = await this.act("press", { message_id: message.id, callback_data: button.callback_data });
    // A quick bot's answer may be here before the sandbox has told us the number of our press.
    if (!pressed || this.early.delete(pressed.callback_query_id)) busy(element, false);
    else this.waiting.set(pressed.callback_query_id, element);
  }

  /** The bot answered a press: the button rests, and its word is shown if it has one. */
  answered({ callback_query_id: number, text, alert }) {
    if (this.waiting.has(number)) busy(this.waiting.get(number), false);
    else this.early.add(number);
    this.waiting.delete(number);
    if (text) this.toast(text, alert);
  }

  async pressKey(key) {
    if (key.request_contact && !(await question(this.frame, t("share_contact")))) return;
    await this.act("press", { text: key.text });
  }

  async openLink() {
    const words = await question(this.frame, t("open_link_ask"), { field: "" });
    if (words !== null) await this.act("start", { payload: payloadFrom(words) });
  }

  async follow(address) {
    const ours = new RegExp(`(?:t\\.me/|domain=)${this.bot.username}\\b`, "i").test(address);
    if (ours) return this.act("start", { payload: payloadFrom(/start=/.test(address) ? address : "") });
    if (!/^(https?|tel|mailto):/i.test(address)) return this.toast(address);
    if (await question(this.frame, t("link_sure", { url: address }))) window.open(address, "_blank", "noopener");
    return undefined;
  }

  copy(message, words) {
    if (message.protected) return this.toast(t("copy_refused"));
    return navigator.clipboard.writeText(words).then(
      () => this.toast(t("copied")),
      (error) => this.refused(error),
    );
  }

  /** The answer to a press: a short word over the chat, or a box to close when the bot insists. */
  async toast(words, insists = false) {
    if (insists) return this.insist(words);
    const line = h("p", { class: "toast" }, words);
    this.toasts.replaceChildren(line);
    setTimeout(() => line.remove(), 4_000);
    return undefined;
  }

  insist(words) {
    const ok = says(h("button", { type: "button", class: "primary" }), "ok");
    const box = h("div", { class: "insist", role: "alertdialog", "aria-label": words }, h("div", {}, h("p", {}, words), ok));
    const before = document.activeElement;
    const close = () => (box.remove(), before?.focus?.());
    ok.addEventListener("click", close);
    box.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.frame.append(box);
    if (this.held() || !document.activeElement || document.activeElement === document.body) ok.focus();
  }

  redraw() {
    this.talk.redraw();
  }
}

function busy(element, yes) {
  element.classList.toggle("busy", yes);
  if (yes) element.setAttribute("aria-busy", "true");
  else element.removeAttribute("aria-busy");
}

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => Array.from(word)[0] ?? "")
    .join("")
    .toUpperCase();
