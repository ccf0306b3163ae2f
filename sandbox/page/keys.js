// The reply keyboard below a chat: words of the bot's that a person may send by pressing.

import { h } from "./dom.js";
import { named } from "./words.js";

export class Keys {
  constructor({ composer, press }) {
    this.composer = composer;
    this.press = press;
    this.element = named(h("div", { class: "keys", role: "group", hidden: true }), "keyboard_group");
    composer.keys.addEventListener("click", () => this.open(this.element.hidden));
  }

  show(keys) {
    const sign = JSON.stringify(keys);
    if (sign === this.sign) return;
    Object.assign(this, { keys, sign });
    const rows = keys.rows.map((row) => h("div", { class: "buttons-row" }, row.map((key) => this.key(key))));
    this.element.replaceChildren(...rows);
    this.composer.keys.hidden = rows.length === 0;
    if (keys.placeholder) this.composer.field.placeholder = keys.placeholder;
    this.open(rows.length > 0);
  }

  key(key) {
    const look = ["primary", "success", "danger"].includes(key.style) ? key.style : "";
    const button = h("button", { type: "button", class: look }, h("span", {}, key.text));
    button.addEventListener("click", () => {
      if (this.keys.once) this.open(false);
      this.press(key);
    });
    return button;
  }

  open(yes) {
    this.element.hidden = !yes;
    this.composer.keys.setAttribute("aria-pressed", String(yes));
  }
}
