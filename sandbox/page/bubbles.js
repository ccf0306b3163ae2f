// One message as a bubble: what was said, by whom, when, and the buttons under it.

import { h, icon } from "./dom.js";
import { formatted } from "./entities.js";
import { mediaElement } from "./media.js";
import { named, says, t, titled } from "./words.js";
import { day, hour, now } from "./clock.js";

/** The list item of a message. `deeds`: press, say, open, menu, grown. */
export function bubble(message, deeds, quoted) {
  const mine = message.from === "person";
  const words = message.text ?? message.caption;
  const body = h(
    "div",
    { class: "bubble" },
    quoted ? quote(quoted) : null,
    message.media ? mediaElement(message.media, { onload: deeds.grown, protect: message.protected }) : null,
    words ? h("div", { class: "words" }, formatted(words, message.entities, deeds), spacer()) : null,
    meta(message, mine),
    actions(message, deeds),
  );
  if (!mine && message.protected) body.addEventListener("copy", (event) => event.preventDefault());
  const rows = message.buttons?.length ? keyboard(message, deeds) : null;
  const classes = ["message", mine ? "mine" : "theirs", message.protected && "guarded", message.media && "with-media", !words && "bare"];
  const item = h("li", { class: classes.filter(Boolean).join(" "), data: { id: message.id } }, body, rows);
  item.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, .buttons")) return;
    event.preventDefault();
    deeds.menu(message, body.querySelector(".more"));
  });
  return item;
}

const spacer = () => h("span", { class: "spacer", "aria-hidden": "true" });

function quote(message) {
  const who = h("b", {}, message.who);
  return h("div", { class: "quoted" }, who, h("span", {}, message.line));
}

function meta(message, mine) {
  const lock = message.protected ? h("span", { class: "guard", role: "img" }, icon("lock")) : null;
  if (lock) titled(lock, "protected");
  const ticks = mine ? h("span", { class: "ticks", role: "img" }, icon("ticks")) : null;
  if (ticks) named(ticks, "sent");
  const edited = message.edited ? says(h("span", { class: "edited" }), "edited") : null;
  const moment = message.date * 1000;
  const time = h("time", { datetime: new Date(moment).toISOString() }, hour(moment));
  return h("span", { class: "meta" }, lock, edited, time, ticks);
}

function actions(message, deeds) {
  const more = h("button", { type: "button", class: "more", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("chevron"));
  more.addEventListener("click", () => deeds.menu(message, more));
  return named(more, "message_menu");
}

function keyboard(message, deeds) {
  const rows = message.buttons.map((row) => h("div", { class: "buttons-row" }, row.map((button) => inlineButton(message, button, deeds))));
  return named(h("div", { class: "buttons", role: "group" }, rows), "buttons_group");
}

function inlineButton(message, button, deeds) {
  const sign = button.url || button.login_url || button.web_app ? "link" : button.copy_text ? "copy" : null;
  const look = ["primary", "success", "danger"].includes(button.style) ? button.style : "";
  const element = h("button", { type: "button", class: look }, h("span", {}, button.text), sign ? icon(sign) : null);
  element.addEventListener("click", () => deeds.press(message, button, element));
  return element;
}

/** The pill that says which day the messages below are of. */
export function dayPill(moment) {
  const said = day(moment);
  return h("li", { class: "day", role: "presentation" }, h("span", {}, said === day(now()) ? t("today") : said));
}

/** The first words of a message, for quotes and bars. */
export function firstWords(message, limit = 60) {
  const words = (message.text ?? message.caption ?? (message.media ? t(message.media.kind) : "")).replace(/\s+/g, " ");
  const characters = Array.from(words);
  return characters.length > limit ? `${characters.slice(0, limit).join("")}…` : words;
}
