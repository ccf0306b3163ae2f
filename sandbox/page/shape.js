// What the sandbox sends, as the page's other modules read it. Only this module knows the sandbox's field names.

const KINDS = ["sticker", "location", "contact", "venue", "dice", "poll"];

/** One message as its bubble needs it. */
export function messageFrom(told) {
  return {
    id: told.id,
    date: told.date,
    from: told.from.is_bot ? "bot" : "person",
    text: told.text ?? null,
    caption: told.caption ?? null,
    entities: (told.text ? told.entities : told.caption_entities) ?? [],
    media: told.media ?? bareKind(told),
    place: told.location ?? told.venue?.location ?? null,
    contact: told.contact ?? null,
    buttons: told.buttons ?? [],
    protected: Boolean(told.protected),
    edited: Boolean(told.edited),
    service: Boolean(told.service),
    reply_to: told.reply_to ?? null,
    forwarded: Boolean(told.forward_origin),
    reactions: (told.reactions ?? []).map((reaction) => reaction.emoji ?? "★"),
  };
}

function bareKind(told) {
  const kind = KINDS.find((name) => told[name]);
  return kind ? { kind, ...told[kind] } : null;
}

/** What lies below a chat: rows of words to press, and how they behave. */
export function keysFrom(told) {
  const rows = told.reply_keyboard ?? [];
  return {
    rows: rows.map((row) => row.map((key) => (typeof key === "string" ? { text: key } : key))),
    once: Boolean(told.one_time_keyboard),
    lasting: Boolean(told.is_persistent),
    placeholder: told.placeholder ?? "",
    wanted: Boolean(told.force_reply),
  };
}

/** The payload in a t.me link, or in words typed by hand. */
export function payloadFrom(words) {
  const link = words.match(/[?&]start=([^&#]*)/);
  return link ? decodeURIComponent(link[1]) : words.replace(/^\/start\s*/, "");
}
