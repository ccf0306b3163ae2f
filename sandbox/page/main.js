// Puts the page together: the desk of phones, the clock, the two drawers, and the stream that feeds them.

import { icon } from "./dom.js";
import { ask, listen } from "./api.js";
import { Calls } from "./calls.js";
import { Desk } from "./desk.js";
import { Faults } from "./faults.js";
import { openMenu, question } from "./menu.js";
import { Phone } from "./phone.js";
import { ring } from "./sound.js";
import { StoryStrip } from "./story.js";
import { TimeStrip } from "./timestrip.js";
import { remember, settings } from "./settings.js";
import { says, speakIn, spoken, t, titled } from "./words.js";

const at = (id) => document.getElementById(id);
const MOST = 24; // phones on the page; a load test may invent thousands of people
const THEMES = ["auto", "light", "dark"];

let people = [];
let meeting = 0;
let bot = { name: "Bot", username: "", description: "" };

const nameOf = (chatId) => people.find((person) => person.chat_id === chatId)?.label;
const desk = new Desk({ desk: at("desk"), tabs: at("tabs") });
const strip = new TimeStrip((moment) => {
  for (const phone of desk.phones.values()) phone.lock.tick(moment);
});
const story = new StoryStrip(at("story"));
const calls = new Calls(nameOf);
const faults = new Faults({ people: () => people, nameOf, changed: (count) => badge("faults", count), trouble: announce });

function announce(words) {
  at("announcer").textContent = words;
}

function badge(name, count) {
  const mark = at(`${name}-count`);
  mark.textContent = count > 999 ? "999+" : count;
  mark.hidden = count === 0;
}

// ---- what the sandbox tells

async function refresh() {
  await greet();
  strip.show(await ask("clock"));
  await meet();
  faults.show(await ask("faults"));
  story.show(await ask("story"));
  const outbox = await ask(`outbox?since=${calls.newest}`);
  for (const call of outbox.slice(-300)) took(call);
}

async function greet() {
  bot = await ask("bot");
  for (const phone of desk.phones.values()) phone.meet(bot);
}

/** Reads who has a phone, and lays the phones of newcomers on the desk. */
async function meet() {
  people = await ask("people");
  for (const chatId of [...desk.phones.keys()]) if (!nameOf(chatId)) desk.remove(chatId);
  for (const person of people) {
    if (!desk.phones.has(person.chat_id) && desk.phones.size < MOST) lay(person);
    desk.phones.get(person.chat_id)?.tell(person);
  }
  await Promise.all([...desk.phones.values()].map((phone) => phone.load()));
  faults.choices();
}

function lay(person) {
  const phone = new Phone(person, bot, { rang: ring, changed: (changed) => desk.unread(changed) });
  desk.add(phone);
  strip.draw();
}

/** Many newcomers at once are met once. */
function meetSoon() {
  clearTimeout(meeting);
  meeting = setTimeout(() => meet().catch((error) => announce(error.message)), 80);
}

function took(call) {
  if (call.method === "getUpdates") return;
  calls.take(call);
  badge("calls", calls.total);
}

const happenings = {
  people: meetSoon,
  chat: (event, phone) => phone?.take(event.message, event.change),
  deleted: (event, phone) => phone?.vanish(event.message_ids),
  commands: (event) => forThose(event, (phone) => phone.commands(event.commands)),
  toast: (event, phone) => phone?.answered(event),
  action: (event, phone) => phone?.action(event.action),
  call: took,
  clock: (event) => strip.show(event),
  faults: (event) => faults.show(event.faults),
  story: (event) => (story.show(event), desk.follow(event.who)),
  bot: greet,
};

function forThose(event, deed) {
  const phones = event.chat_id ? [desk.phones.get(event.chat_id)] : [...desk.phones.values()];
  for (const phone of phones) if (phone) deed(phone);
}

const happened = (event) => happenings[event.type]?.(event, desk.phones.get(event.chat_id));

// ---- what the bar offers

function drawers() {
  for (const [name, panel] of Object.entries({ calls, faults })) {
    at(`${name}-drawer`).append(panel.element);
    at(`${name}-button`).addEventListener("click", () => open(name, at(`${name}-drawer`).hidden));
    at(`${name}-close`).addEventListener("click", () => (open(name, false), at(`${name}-button`).focus()));
  }
}

function open(name, yes) {
  for (const each of ["calls", "faults"]) {
    at(`${each}-drawer`).hidden = !(yes && each === name);
    at(`${each}-button`).setAttribute("aria-expanded", String(yes && each === name));
  }
  if (yes) at(`${name}-drawer`).querySelector("h2").focus();
}

function choosePhones() {
  const each = [...desk.phones.values()].map((phone) => ({
    label: phone.person.label,
    note: phone.person.first_name,
    checked: phone.wanted,
    deed: () => desk.want(phone, !phone.wanted),
  }));
  const more = [
    { key: "new_person", icon: "plus", deed: newPerson },
    { key: "reset", icon: "bin", danger: true, deed: startEmpty },
  ];
  openMenu(document.body, at("phones-button"), [...each, ...more], t("show_phones"));
}

async function newPerson() {
  const name = await question(document.body, t("new_person_name"), { field: "" });
  if (!name) return;
  const { chat_id: chatId } = await ask("people", { first_name: name, label: name.toLowerCase() });
  await meet();
  desk.want(desk.phones.get(chatId), true);
}

async function startEmpty() {
  if (!(await question(document.body, t("reset_sure"), { dangerous: true }))) return;
  await ask("reset", {});
  calls.empty();
  location.reload();
}

function wear(theme) {
  remember({ theme });
  document.documentElement.dataset.theme = theme;
  titled(at("theme-button"), "theme", { name: t(`theme_${theme}`) });
  at("theme-button").replaceChildren(icon(`theme-${theme}`));
}

function hear(sound) {
  remember({ sound });
  titled(at("sound-button"), sound ? "sound_on" : "sound_off");
  at("sound-button").setAttribute("aria-pressed", String(sound));
  at("sound-button").replaceChildren(icon(sound ? "sound" : "silent"));
}

function talkIn(language) {
  remember({ language });
  speakIn(language);
  wear(settings.theme);
  for (const phone of desk.phones.values()) phone.redraw();
  faults.show(faults.told);
  strip.draw();
}

function bar() {
  for (const element of document.querySelectorAll("[data-key]")) says(element, element.dataset.key);
  for (const element of document.querySelectorAll("[data-title-key]")) titled(element, element.dataset.titleKey);
  at("time").append(strip.element);
  at("phones-button").addEventListener("click", choosePhones);
  at("sound-button").addEventListener("click", () => (hear(!settings.sound), ring()));
  at("theme-button").addEventListener("click", () => wear(THEMES[(THEMES.indexOf(settings.theme) + 1) % THEMES.length]));
  at("language-button").addEventListener("click", () => talkIn(spoken() === "id" ? "en" : "id"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6") return;
    event.preventDefault();
    desk.next(event.shiftKey ? -1 : 1);
  });
}

bar();
drawers();
hear(settings.sound);
talkIn(settings.language);
listen({ refresh, happened, lost: (yes) => (at("lost").hidden = !yes) });
document.body.dataset.ready = "true";
