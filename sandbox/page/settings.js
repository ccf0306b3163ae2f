// What this browser remembers of the page: language, theme, sound, hidden phones. Nothing of any conversation.

const NAME = "sandbox-page";
const defaults = { language: "id", theme: "auto", sound: false, hidden: [] };

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

export const settings = { ...defaults, ...remembered() };

export function remember(changes) {
  Object.assign(settings, changes);
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // A private window keeps nothing; the choice holds until it is closed.
  }
}
