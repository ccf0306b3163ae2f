// The faults that lie on the line just now, and a form to lay another.

import { h } from "./dom.js";
import { ask } from "./api.js";
import { says, t } from "./words.js";

const KINDS = ["error", "drop", "hang", "latency", "deliver_then_drop", "reset", "slow_body"];
const METHODS = ["sendMessage", "editMessageText", "deleteMessage", "deleteMessages", "answerCallbackQuery", "getUpdates", "getFile"];
const WANTED = { code: ["error"], retry_after: ["error"], seconds: ["hang", "latency", "slow_body"] };

export class Faults {
  constructor({ people, nameOf, changed, trouble }) {
    Object.assign(this, { people, nameOf, changed, trouble });
    this.list = h("ul", { class: "faults" });
    this.none = says(h("p", { class: "none" }), "faults_none");
    this.clearing = says(h("button", { type: "button", hidden: true }), "faults_clear");
    this.clearing.addEventListener("click", () => this.ask(undefined, "DELETE"));
    this.form = h("form", { class: "fault-form" }, this.fields(), says(h("button", { type: "submit", class: "primary" }), "fault_add"));
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.add()));
    this.element = h("div", { class: "panel" }, says(h("p", { class: "about" }), "faults_about"), this.none, this.list, this.clearing, this.form);
    this.fit();
  }

  fields() {
    this.kind = h("select", { name: "kind" }, KINDS.map((kind) => says(h("option", { value: kind }), `fault_${kind}`)));
    this.kind.addEventListener("change", () => this.fit());
    this.chat = h("select", { name: "chat_id" });
    const methods = METHODS.map((method) => h("option", { value: method }, method));
    const method = h("select", { name: "method" }, says(h("option", { value: "" }), "fault_any_method"), methods);
    const number = (name, value) => h("input", { name, type: "number", min: "0", step: name === "seconds" ? "0.1" : "1", value });
    return [
      field("fault_kind", this.kind),
      field("fault_method", method),
      field("fault_chat", this.chat),
      field("fault_code", number("code", "500")),
      field("fault_retry", number("retry_after", "")),
      field("fault_seconds", number("seconds", "3")),
      field("fault_times", number("times", "1")),
    ];
  }

  /** Shows only the fields that mean something for the chosen kind. */
  fit() {
    for (const [name, kinds] of Object.entries(WANTED)) {
      const input = this.form.elements[name];
      input.closest("label").hidden = input.disabled = !kinds.includes(this.kind.value);
    }
  }

  add() {
    const facts = Object.fromEntries([...new FormData(this.form)].filter(([, value]) => value !== ""));
    for (const name of ["chat_id", "code", "retry_after", "seconds", "times"]) if (name in facts) facts[name] = Number(facts[name]);
    return this.ask(facts);
  }

  async ask(facts, method) {
    try {
      await ask("faults", facts, method);
      this.show(await ask("faults"));
    } catch (error) {
      this.trouble(t("failed", { why: error.message }));
    }
  }

  show(told) {
    this.told = told;
    const faults = told ?? [];
    this.list.replaceChildren(...faults.map((fault) => h("li", {}, this.line(fault))));
    this.none.hidden = faults.length > 0;
    this.clearing.hidden = faults.length === 0;
    this.changed(faults.length);
  }

  line(fault) {
    const facts = [
      WANTED.code.includes(fault.kind) && `${fault.retry_after ? 429 : fault.code}`,
      WANTED.seconds.includes(fault.kind) && `${fault.seconds} s`,
      fault.method || t("fault_any_method"),
      this.nameOf(Number(fault.chat_id)) ?? t("fault_any_chat"),
      fault.times > 0 && t("fault_left", { n: fault.times }),
    ];
    return [h("b", {}, t(`fault_${fault.kind}`)), " ", facts.filter(Boolean).join(" · ")];
  }

  choices() {
    const chosen = this.chat.value;
    const all = says(h("option", { value: "" }), "fault_any_chat");
    this.chat.replaceChildren(all, ...this.people().map((person) => h("option", { value: person.chat_id }, `${person.label}, ${person.first_name}`)));
    this.chat.value = chosen;
  }
}

function field(key, input) {
  return h("label", {}, says(h("span"), key), input);
}
