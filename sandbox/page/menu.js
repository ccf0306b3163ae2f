// A small menu beside the button that opens it: arrows move, Enter chooses, Escape gives the focus back.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

let shut = () => {};

/** Opens `entries` ({key|label, note, icon, danger, deed}) inside `host`, near `opener`. */
export function openMenu(host, opener, entries, name) {
  const again = opener.getAttribute("aria-expanded") === "true";
  shut();
  if (again) return;
  const items = entries.map((entry) => item(entry));
  const menu = h("div", { class: "menu", role: "menu", "aria-label": name }, items);
  const close = (giveBack = true) => {
    shut = () => {};
    menu.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (giveBack && opener.isConnected) opener.focus();
  };
  const outside = (event) => !menu.contains(event.target) && !opener.contains(event.target) && close(false);
  shut = close;
  menu.addEventListener("keydown", (event) => moves(event, items, close));
  menu.addEventListener("click", (event) => {
    const index = items.findIndex((button) => button.contains(event.target));
    if (index < 0) return;
    close();
    entries[index].deed();
  });
  document.addEventListener("pointerdown", outside, true);
  opener.setAttribute("aria-expanded", "true");
  host.append(menu);
  place(menu, host, opener);
  items[0]?.focus();
}

function item({ key, label, note, icon: drawing, danger, checked }) {
  const role = checked === undefined ? "menuitem" : "menuitemcheckbox";
  const state = checked === undefined ? undefined : String(checked);
  return h(
    "button",
    { type: "button", role, tabindex: "-1", "aria-checked": state, class: danger ? "danger" : "" },
    drawing ? icon(drawing) : null,
    h("span", {}, label ?? t(key), note ? h("small", {}, note) : null),
  );
}

function moves(event, items, close) {
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  if (event.key in steps) items.at(steps[event.key] % items.length).focus();
  else if (event.key === "Escape") close();
  else if (event.key === "Tab") return close(false);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(menu, host, opener) {
  const frame = host.getBoundingClientRect();
  const button = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(Math.max(button.left - frame.left, 8), frame.width - width - 8);
  const below = button.bottom - frame.top + 4;
  const top = below + height <= frame.height - 8 ? below : Math.max(8, button.top - frame.top - height - 4);
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${top}px`;
}

/** A question inside `host` before something that cannot be taken back, or that wants a word. Resolves to null when refused. */
export function question(host, words, { field, dangerous } = {}) {
  return new Promise((resolve) => {
    const input = field === undefined ? null : h("input", { type: "text", "aria-label": words, value: field });
    const yes = h("button", { type: "submit", class: dangerous ? "danger" : "primary" }, t("ok"));
    const no = h("button", { type: "button" }, t("cancel"));
    const form = h("form", { method: "dialog" }, h("p", {}, words), input, h("div", { class: "row" }, no, yes));
    const dialog = h("dialog", { class: "ask", "aria-label": words }, form);
    const before = document.activeElement;
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      before?.focus?.();
      resolve(answer);
    };
    no.addEventListener("click", () => end(null));
    dialog.addEventListener("cancel", () => end(null));
    form.addEventListener("submit", (event) => (event.preventDefault(), end(input ? input.value.trim() : true)));
    host.append(dialog);
    dialog.showModal();
    (input ?? yes).focus();
  });
}
