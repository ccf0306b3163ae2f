// Making elements. Text goes in as text: nothing here, and nothing that uses it, ever parses HTML.

const SPRITE = "icons.svg";

/** An element with its properties and children; `null` children are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) put(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function put(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "data") Object.assign(element.dataset, value);
  else element.setAttribute(name, value === true ? "" : value);
}

/** A drawing from the sprite, silent for screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Takes an element away quietly: it fades and folds, then it is gone from the page. */
export function vanish(element) {
  element.inert = true;
  if (calm.matches || !element.animate) return element.remove();
  const from = { opacity: 1, height: `${element.offsetHeight}px` };
  const until = { opacity: 0, height: "0px", marginTop: "0px", marginBottom: "0px" };
  element.style.overflow = "hidden";
  element.animate([from, until], { duration: 260, easing: "ease" }).finished.then(() => element.remove());
}
