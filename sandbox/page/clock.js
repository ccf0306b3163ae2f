// The sandbox's idea of now. All times on the page are shown in one zone, as the office's wall clock.

import { spoken } from "./words.js";

const ZONE = new URLSearchParams(location.search).get("zone") ?? "Asia/Jakarta";

let offset = 0; // milliseconds between this browser's clock and the sandbox's

export const setNow = (unixSeconds) => (offset = unixSeconds * 1000 - Date.now());
export const now = () => Date.now() + offset;

const formats = new Map();

function format(name, options) {
  const key = `${spoken()} ${name}`;
  if (!formats.has(key)) {
    const locale = spoken() === "id" ? "id-ID" : "en-GB";
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }));
  }
  return formats.get(key);
}

export const hour = (moment) => format("hour", { hour: "2-digit", minute: "2-digit" }).format(moment);
export const day = (moment) => format("day", { day: "numeric", month: "long" }).format(moment);
export const weekday = (moment) =>
  format("weekday", { weekday: "short", day: "numeric", month: "short" }).format(moment);

export const length = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
