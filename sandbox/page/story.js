// The strip that tells a story being played: its title, how far it is, and what happens just now.

import { h } from "./dom.js";
import { spoken } from "./words.js";

export class StoryStrip {
  constructor(element) {
    this.element = element;
    this.title = h("b");
    this.words = h("span", { class: "story-words" });
    this.way = h("progress", { max: "1", value: "0", "aria-hidden": "true" });
    element.append(this.title, this.words, this.way);
    this.told = {};
    document.addEventListener("language", () => this.show(this.told));
  }

  /** Shows where a story is; nothing told means that none is being played. */
  show(told) {
    this.told = told ?? {};
    const { title, words, step, steps } = this.told;
    this.element.hidden = !title;
    if (!title) return;
    this.title.textContent = title[spoken()] || title.id;
    this.words.textContent = words?.[spoken()] ?? "";
    this.way.value = steps ? step / steps : 0;
  }
}
