// Where a person writes: text, a file with a caption, a voice note, or a change to what they said before.

import { h, icon } from "./dom.js";
import { base64 } from "./api.js";
import { firstWords } from "./bubbles.js";
import { openMenu } from "./menu.js";
import { named, says, t, titled } from "./words.js";
import { Recorder } from "./recorder.js";

const LIMIT = 50 * 1024 * 1024;
const picks = { photo: "image/*", video: "video/*", voice: "audio/*", document: "" };

/** `deeds`: say(body), edit(id, body), trouble(words), host (the phone's element), keyboard(). */
export class Composer {
  constructor(deeds) {
    this.deeds = deeds;
    this.file = null;
    this.target = null; // {kind: "edit" | "reply", message}
    this.build();
    this.look();
  }

  build() {
    this.field = h("textarea", { rows: "1", enterkeyhint: "send", autocomplete: "off", class: "field" });
    says(named(this.field, "write"), "write", {}, "placeholder");
    this.menu = titled(h("button", { type: "button", class: "round menu-button", hidden: true, "aria-haspopup": "menu", "aria-expanded": "false" }, icon("commands")), "menu");
    this.keys = titled(h("button", { type: "button", class: "round", hidden: true, "aria-pressed": "false" }, icon("keyboard")), "keyboard");
    this.attach = titled(h("button", { type: "button", class: "round", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("clip")), "attach");
    this.send = titled(h("button", { type: "submit", class: "round send" }, icon("send")), "send");
    this.mic = titled(h("button", { type: "button", class: "round" }, icon("mic")), "record");
    this.picker = h("input", { type: "file", class: "sr-only", tabindex: "-1", "aria-hidden": "true" });
    this.bar = h("div", { class: "composer-bar", hidden: true });
    this.row = h("form", { class: "composer" }, this.menu, this.field, this.keys, this.attach, this.mic, this.send, this.picker);
    this.element = h("div", { class: "composing" }, this.bar, this.row);
    this.listen();
  }

  listen() {
    this.row.addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.keyed(event));
    this.field.addEventListener("paste", (event) => this.pasted(event));
    this.attach.addEventListener("click", () => this.chooseKind());
    this.picker.addEventListener("change", () => this.picker.files[0] && this.hold(this.kind, this.picker.files[0]));
    this.mic.addEventListener("click", () => this.record());
  }

  keyed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && (this.target || this.file)) {
      event.stopPropagation();
      this.clear();
    }
  }

  pasted(event) {
    const file = [...event.clipboardData.files][0];
    if (!file) return;
    event.preventDefault();
    this.hold(file.type.startsWith("image/") ? "photo" : "document", file);
  }

  chooseKind() {
    const entries = Object.keys(picks).map((kind) => ({ key: `attach_${kind}`, icon: kind, deed: () => this.pick(kind) }));
    openMenu(this.deeds.host, this.attach, entries, t("attach"));
  }

  pick(kind) {
    this.kind = kind;
    this.picker.accept = picks[kind];
    this.picker.value = "";
    this.picker.click();
  }

  /** Holds a chosen file until it is sent, with its name and, for a picture, a small view. */
  hold(kind, file) {
    if (file.size > LIMIT) return this.deeds.trouble(t("too_large"));
    this.clear(false);
    this.file = { kind, file };
    const view = kind === "photo" ? h("img", { src: URL.createObjectURL(file), alt: "" }) : icon(kind);
    this.tell(view, says(h("b"), "attached"), file.name, "attach_remove");
    says(this.field, "caption", {}, "placeholder");
    this.field.focus();
    this.look();
  }

  /** Turns the composer to a message: to answer it, or to change one's own. */
  aim(kind, message) {
    this.clear();
    this.target = { kind, message };
    if (kind === "edit") this.field.value = message.text ?? message.caption ?? "";
    this.tell(icon(kind), says(h("b"), kind === "edit" ? "editing" : "replying"), firstWords(message), "cancel");
    this.field.focus();
    this.look();
  }

  tell(view, title, words, cancelKey) {
    const drop = titled(h("button", { type: "button", class: "round" }, icon("close")), cancelKey);
    drop.addEventListener("click", () => this.clear());
    this.bar.replaceChildren(h("span", { class: "bar-view" }, view), h("span", { class: "bar-words" }, title, h("small", {}, words)), drop);
    this.bar.hidden = false;
  }

  clear(words = true) {
    if (words) this.field.value = "";
    const view = this.bar.querySelector("img");
    if (view) URL.revokeObjectURL(view.src);
    this.bar.hidden = true;
    this.bar.replaceChildren();
    this.file = this.target = null;
    says(this.field, "write", {}, "placeholder");
    this.look();
  }

  look() {
    const words = this.field.value.trim() !== "" || this.file !== null || this.target?.kind === "edit";
    this.send.hidden = !words;
    this.mic.hidden = words;
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight, 132)}px`;
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text && !this.file) return;
    const { file, target } = this;
    const draft = this.field.value;
    if (!file) this.clear();
    try {
      if (target?.kind === "edit") await this.deeds.edit(target.message, text);
      else await this.deeds.say({ ...(await body(file, text)), ...answers(target) });
      if (file) this.clear();
    } catch (error) {
      if (!this.field.value) this.field.value = draft;
      this.look();
      this.deeds.trouble(t("failed", { why: error.message }));
    }
  }

  async record() {
    const recorder = new Recorder();
    try {
      await recorder.start();
    } catch {
      return this.deeds.trouble(t("record_refused"));
    }
    const { element, finished } = recorder.strip();
    this.row.hidden = true;
    this.element.append(element);
    element.querySelector(".send").focus();
    const note = await finished;
    element.remove();
    this.row.hidden = false;
    this.mic.focus();
    if (note) this.hold("voice", note);
    if (note) await this.submit();
  }

  /** Shows the ☰ button when the bot has commands. */
  offer(commands) {
    this.menu.hidden = commands.length === 0;
    this.menu.onclick = () =>
      openMenu(
        this.deeds.host,
        this.menu,
        commands.map(({ command, description }) => ({ label: `/${command}`, note: description, deed: () => this.deeds.say({ text: `/${command}` }) })),
        t("menu"),
      );
  }
}

async function body(file, text) {
  if (!file) return { text };
  const mime = file.file.type || "application/octet-stream";
  const content = await base64(file.file);
  return { [file.kind]: content, file_name: file.file.name, mime_type: mime, ...(text ? { caption: text } : {}) };
}

const answers = (target) => (target?.kind === "reply" ? { reply_to_message_id: target.message.id } : {});
