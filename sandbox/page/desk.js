// The phones on the desk: side by side where there is room, one at a time with tabs where there is not.

import { h } from "./dom.js";
import { remember, settings } from "./settings.js";
import { named } from "./words.js";

const REHEARSED = /^latihan \d/; // invented reporters of a rehearsal: officers are to see their own phones only
const AT_ONCE = 6; // more people than this wait in the menu until somebody wants to see them

export class Desk {
  constructor({ desk, tabs }) {
    Object.assign(this, { desk, tabs, phones: new Map(), selected: null });
    this.small = matchMedia("(max-width: 719px)");
    this.small.addEventListener("change", () => this.arrange());
    tabs.addEventListener("keydown", (event) => this.arrows(event));
    named(tabs, "phones");
  }

  add(phone) {
    this.phones.set(phone.chatId, phone);
    const role = h("span", {}, phone.person.label);
    const dot = named(h("span", { class: "dot", role: "img", hidden: true }), "unread");
    const tab = h("button", { type: "button", role: "tab", id: `tab-${phone.chatId}`, "aria-controls": `phone-${phone.chatId}` }, role, dot);
    tab.addEventListener("click", () => this.select(phone.chatId));
    Object.assign(phone, { tab, tabDot: dot, wanted: this.welcome(phone) });
    this.tabs.append(tab);
    this.desk.append(phone.element);
    this.arrange();
  }

  welcome(phone) {
    return !REHEARSED.test(phone.person.label) && !settings.hidden.includes(phone.person.label) && this.shown().length < AT_ONCE;
  }

  remove(chatId) {
    const phone = this.phones.get(chatId);
    this.phones.delete(chatId);
    phone.element.remove();
    phone.tab.remove();
    this.arrange();
  }

  shown() {
    return [...this.phones.values()].filter((phone) => phone.wanted);
  }

  /** Shows or puts away a phone; the choice is remembered by its label. */
  want(phone, yes) {
    phone.wanted = yes;
    const hidden = settings.hidden.filter((label) => label !== phone.person.label);
    remember({ hidden: yes ? hidden : [...hidden, phone.person.label] });
    if (yes) this.selected = phone.chatId;
    this.arrange();
    if (yes) phone.element.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  select(chatId) {
    this.selected = chatId;
    this.arrange();
    this.phones.get(chatId).talk.toEnd(false);
    this.phones.get(chatId).read();
  }

  /** On a small screen, turns to the phone that a story goes on with. */
  follow(label) {
    const phone = this.shown().find((each) => each.person.label === label);
    if (phone && this.small.matches && this.selected !== phone.chatId) this.select(phone.chatId);
  }

  arrange() {
    const shown = this.shown();
    if (!shown.some((phone) => phone.chatId === this.selected)) this.selected = shown[0]?.chatId ?? null;
    document.body.classList.toggle("small", this.small.matches);
    this.tabs.hidden = !this.small.matches;
    this.desk.style.setProperty("--phones", shown.length);
    for (const phone of this.phones.values()) this.settle(phone);
  }

  settle(phone) {
    const chosen = phone.chatId === this.selected;
    const tabbed = this.small.matches;
    phone.element.hidden = !phone.wanted || (tabbed && !chosen);
    phone.element.setAttribute("role", tabbed ? "tabpanel" : "region");
    phone.tab.hidden = !phone.wanted;
    phone.tab.setAttribute("aria-selected", String(chosen));
    phone.tab.tabIndex = chosen ? 0 : -1;
  }

  arrows(event) {
    const shown = this.shown();
    const at = shown.findIndex((phone) => phone.chatId === this.selected);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const phone = shown.at(steps[event.key] % shown.length);
    this.select(phone.chatId);
    phone.tab.focus();
    phone.tab.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  /** Moves the focus to the next phone's composer, or the one before: F6, as between the parts of a window. */
  next(step) {
    const shown = this.shown();
    const at = shown.findIndex((phone) => phone.element.contains(document.activeElement));
    const phone = at < 0 ? shown[0] : shown.at((at + step) % shown.length);
    if (!phone) return;
    this.select(phone.chatId);
    (phone.foot.querySelector("textarea, button:not([hidden])") ?? phone.talk.list).focus();
  }

  unread(phone) {
    phone.tabDot.hidden = phone.unread === 0;
  }
}
