// Pictures, voices, films and files inside a bubble. Nothing is fetched from anywhere but the sandbox.

import { h, icon } from "./dom.js";
import { mediaAddress } from "./api.js";
import { named, says, t } from "./words.js";
import { length } from "./clock.js";

/** The element for a message's media; an unknown kind is named, never hidden. */
export function mediaElement(media, { onload, protect }) {
  const address = mediaAddress(media.file_id);
  switch (media.kind) {
    case "photo":
    case "sticker":
      return picture(media, address, onload, protect);
    case "voice":
    case "audio":
      return sound(media, address);
    case "video":
    case "video_note":
    case "animation":
      return film(media, address, onload);
    case "document":
      return file(media, address, protect);
    default:
      return h("p", { class: "kind" }, t(media.kind));
  }
}

function picture(media, address, onload, protect) {
  const size = media.width ? { width: media.width, height: media.height } : {};
  const image = h("img", { src: address, class: "photo", decoding: "async", draggable: "false", ...size });
  image.addEventListener("load", onload);
  says(image, media.kind, {}, "alt");
  if (protect) image.addEventListener("contextmenu", (event) => event.preventDefault());
  return image;
}

function film(media, address, onload) {
  const video = h("video", { src: address, controls: true, preload: "metadata", class: "photo", playsinline: true });
  video.addEventListener("loadedmetadata", onload);
  if (media.kind === "animation") Object.assign(video, { autoplay: true, muted: true, loop: true });
  return named(video, media.kind);
}

function file(media, address, protect) {
  const name = media.file_name ?? t("document");
  const words = h("span", { class: "file-words" }, h("b", {}, name), h("small", {}, weight(media)));
  const chip = h(protect ? "div" : "a", { class: "file" }, h("span", { class: "file-icon" }, icon("document")), words);
  if (!protect) {
    chip.href = address;
    chip.download = name;
    named(chip, "download").setAttribute("aria-label", `${t("download")}: ${name}`);
    chip.removeAttribute("data-says");
  }
  return chip;
}

function weight({ file_size: size, mime_type: mime, file_name: name }) {
  const kind = (name?.includes(".") ? name.split(".").pop() : mime?.split("/").pop() ?? "").toUpperCase();
  if (!size) return kind;
  const shown = size < 1024 * 1024 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
  return `${shown} ${kind}`.trim();
}

function sound(media, address) {
  const audio = h("audio", { src: address, preload: "none" });
  const button = named(h("button", { type: "button", class: "play" }, icon("play")), "play");
  const track = h("span", { class: "wave", "aria-hidden": "true" }, bars(media.file_id));
  const clock = h("small", {}, media.duration ? length(media.duration) : "0:00");
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    named(button, audio.paused ? "play" : "pause");
  };
  for (const change of ["play", "pause", "ended"]) audio.addEventListener(change, show);
  audio.addEventListener("timeupdate", () => {
    const whole = Number.isFinite(audio.duration) ? audio.duration : media.duration || 1;
    track.style.setProperty("--heard", audio.ended ? "0%" : `${(100 * audio.currentTime) / whole}%`);
    clock.textContent = length(audio.ended ? media.duration ?? 0 : audio.currentTime);
  });
  audio.addEventListener("error", () => (clock.textContent = media.duration ? length(media.duration) : "–"));
  button.addEventListener("click", () => (audio.paused ? audio.play().catch(show) : audio.pause()));
  const title = media.kind === "audio" ? h("b", {}, media.title ?? media.file_name ?? t("audio")) : null;
  return named(h("div", { class: "sound", role: "group" }, button, h("div", {}, title, track, clock), audio), media.kind);
}

/** A quiet wave drawn from the file's name: a sign that this is a voice, not a measurement of it. */
function bars(seed) {
  let state = Array.from(String(seed)).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: 28 }, () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return h("i", { style: `height:${20 + (state >>> 25) * 0.62}%` });
  });
}
