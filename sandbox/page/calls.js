// What the bot asked of Telegram, newest first. Words are shown as the bot sent them; the token never comes here.

import { h } from "./dom.js";
import { named, says, t } from "./words.js";

const KEPT = 300;

export class Calls {
  constructor(nameOf) {
    this.nameOf = nameOf;
    Object.assign(this, { newest: 0, total: 0, waiting: [], writing: null });
    this.filter = named(h("input", { type: "search", class: "filter" }), "calls_filter");
    says(this.filter, "calls_filter", {}, "placeholder");
    this.list = named(h("ol", { class: "calls", tabindex: "0" }), "calls");
    this.none = says(h("p", { class: "none" }), "calls_none");
    const clear = says(h("button", { type: "button" }), "calls_clear");
    clear.addEventListener("click", () => (this.list.replaceChildren(), this.sift()));
    this.filter.addEventListener("input", () => this.sift());
    this.element = h("div", { class: "panel" }, h("div", { class: "row" }, this.filter, clear), this.none, this.list);
  }

  take(call) {
    const seq = call.seq ?? this.newest + 1;
    if (seq <= this.newest) return;
    this.newest = seq;
    this.total += 1;
    this.waiting.push(call);
    this.writing ??= setTimeout(() => this.write(), 40);
  }

  /** Writes what came since the last time at once: a busy bot asks faster than a page can be drawn. */
  write() {
    this.writing = null;
    this.list.prepend(...this.waiting.slice(-KEPT).reverse().map((call) => this.row(call)));
    this.waiting = [];
    while (this.list.childElementCount > KEPT) this.list.lastElementChild.remove();
    this.none.hidden = true;
  }

  row(call) {
    const answer = call.answer ?? {};
    const good = answer.ok !== false;
    const line = h(
      "summary",
      {},
      h("span", { class: "seq" }, `${call.seq}`),
      h("b", {}, call.method),
      h("span", { class: "who" }, this.nameOf(Number(call.params?.chat_id)) ?? ""),
      good ? null : h("span", { class: "bad" }, `${answer.error_code ?? "×"}`),
    );
    const shown = h("details", {}, line);
    // The body is written only when opened: a busy bot makes many rows nobody reads.
    shown.addEventListener("toggle", () => shown.open && shown.childElementCount === 1 && shown.append(this.body(call)));
    const item = h("li", { class: good ? "" : "failed", data: { method: call.method } }, shown);
    item.hidden = !this.matches(call.method);
    return item;
  }

  body(call) {
    const paper = (what) => h("pre", {}, JSON.stringify(what ?? null, null, 1));
    return h("div", {}, h("small", {}, t("call_asked")), paper(call.params), h("small", {}, t("call_answered")), paper(call.answer));
  }

  matches(method) {
    return method.toLowerCase().includes(this.filter.value.trim().toLowerCase());
  }

  sift() {
    for (const item of this.list.children) item.hidden = !this.matches(item.dataset.method);
    this.none.hidden = this.list.childElementCount > 0;
  }

  empty() {
    this.list.replaceChildren();
    this.newest = 0;
    this.sift();
  }
}
