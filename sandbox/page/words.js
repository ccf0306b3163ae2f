// Every word the page itself says, Indonesian first, English beside it. What bots and people say is never here.

import { english } from "./words.en.js";
import { indonesian } from "./words.id.js";

export const dictionaries = { id: indonesian, en: english };

let language = "id";

/** The sentence for `key` in the page's present language, its {places} filled. */
export function t(key, places = {}) {
  const sentence = dictionaries[language][key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

/** Says `key` in an element's text, or in the attribute named, and again whenever the language changes. */
export function says(element, key, places = {}, attribute = "") {
  const slots = (element.saying ??= {});
  slots[attribute] = [key, places];
  element.toggleAttribute("data-says", true);
  speak(element);
  return element;
}

export const named = (element, key, places = {}) => says(element, key, places, "aria-label");

/** The name a pointer shows and a screen reader says. */
export const titled = (element, key, places = {}) => {
  says(element, key, places, "title");
  return named(element, key, places);
};

function speak(element) {
  for (const [attribute, [key, places]] of Object.entries(element.saying)) {
    if (attribute) element.setAttribute(attribute, t(key, places));
    else element.textContent = t(key, places);
  }
}

export const spoken = () => language;

/** Changes the language of every word already on the page. */
export function speakIn(chosen) {
  language = chosen in dictionaries ? chosen : "id";
  document.documentElement.lang = language;
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-says]")) if (element.saying) speak(element);
  document.dispatchEvent(new CustomEvent("language"));
}
