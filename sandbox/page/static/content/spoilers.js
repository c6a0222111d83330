/** What is hidden until someone asks to see it. */

import { h } from "../dom.js";

const KEYS = ["Enter", " "];

/** Let a click, Enter and Space on `element` do the same. */
function onPress(element, act) {
  element.addEventListener("click", act);
  element.addEventListener("keydown", (event) => {
    if (!KEYS.includes(event.key) || event.target !== element) return;
    event.preventDefault();
    act(event);
  });
}

/** Text within a line that is hidden until pressed; the style sheet keeps all of it from sight. */
export function textSpoiler(children) {
  const content = h("span.spoiler-content", {}, children);
  const spoiler = h(
    "span.spoiler.hidden-text",
    { role: "button", tabindex: "0", "aria-pressed": "false", "aria-label": "Spoiler, show it" },
    content,
  );
  const show = () => {
    if (!spoiler.classList.contains("hidden-text")) return;
    spoiler.classList.remove("hidden-text");
    // No button any more: its content may hold links, and is there to be read.
    for (const name of ["role", "aria-pressed", "aria-label"]) spoiler.removeAttribute(name);
    spoiler.setAttribute("tabindex", "-1");
  };
  onPress(spoiler, show);
  return spoiler;
}

/** `content` under a cover that a press takes away. `name` tells covers of one message apart. */
export function covered(content, name) {
  content.setAttribute("inert", "");
  const holder = h("div.covered", { tabindex: "-1" }, content);
  const cover = h(
    "button.cover",
    {
      type: "button",
      "aria-label": "Spoiler, show it",
      dataset: { customId: `spoiler:${name}` },
      onclick: () => {
        content.removeAttribute("inert");
        cover.remove();
        holder.classList.add("uncovered");
        holder.focus({ preventScroll: true });
      },
    },
    h("span.cover-word", { "aria-hidden": "true" }, "Spoiler"),
  );
  holder.append(cover);
  return holder;
}
