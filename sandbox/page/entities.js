// Telegram's entities as elements. Offsets are UTF-16 units, as JavaScript's own strings count them.

import { h } from "./dom.js";
import { named } from "./words.js";

const plain = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
};

/** `text` as nodes. `deeds` says what a link and a command do on this phone. */
export function formatted(text, entities = [], deeds = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return spread(text, 0, text.length, sorted, deeds);
}

function spread(text, from, until, entities, deeds) {
  const nodes = [];
  let at = from;
  const waiting = [...entities];
  while (waiting.length) {
    const entity = waiting.shift();
    const end = Math.min(entity.offset + entity.length, until);
    if (entity.offset < at || end <= entity.offset) continue;
    const inside = [];
    while (waiting.length && waiting[0].offset < end) inside.push(waiting.shift());
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    nodes.push(wrap(entity, text.slice(entity.offset, end), spread(text, entity.offset, end, inside, deeds), deeds));
    at = end;
  }
  if (at < until) nodes.push(text.slice(at, until));
  return nodes;
}

function wrap(entity, words, children, deeds) {
  if (entity.type in plain) return h(plain[entity.type], {}, children);
  switch (entity.type) {
    case "pre":
      return h("pre", {}, h("code", {}, children));
    case "expandable_blockquote":
      return h("details", { class: "quote" }, h("summary", {}, words.slice(0, 60)), h("blockquote", {}, children));
    case "spoiler":
      return spoiler(children);
    case "bot_command":
      return h("button", { type: "button", class: "inline", onclick: () => deeds.say?.(words) }, children);
    case "text_link":
      return link(entity.url, children, deeds);
    case "url":
      return link(/^[a-z]+:/i.test(words) ? words : `https://${words}`, children, deeds);
    case "mention":
    case "hashtag":
    case "cashtag":
    case "phone_number":
    case "email":
    case "text_mention":
      return h("span", { class: "mark" }, children);
    default:
      return h("span", {}, children);
  }
}

function link(address, children, deeds) {
  const follow = (event) => {
    event.preventDefault();
    deeds.open?.(address);
  };
  return h("a", { href: address, rel: "noopener noreferrer", title: address, onclick: follow }, children);
}

function spoiler(children) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0" }, h("span", {}, children));
  const open = () => {
    cover.classList.add("open");
    for (const attribute of ["role", "tabindex", "aria-label"]) cover.removeAttribute(attribute);
    cover.removeAttribute("data-says");
  };
  cover.addEventListener("click", open);
  cover.addEventListener("keydown", (event) => ["Enter", " "].includes(event.key) && open());
  return named(cover, "spoiler");
}

/** The words with every spoiler masked, as a notification shows them. */
export function masked(text, entities = []) {
  return entities
    .filter((entity) => entity.type === "spoiler")
    .reduce((words, { offset, length }) => words.slice(0, offset) + "⠿".repeat(length) + words.slice(offset + length), text);
}
