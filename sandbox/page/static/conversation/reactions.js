/** Reactions under a message, and a small choice of new ones. */

import { h } from "../dom.js";
import { use } from "../view.js";
import { showError } from "../bars/toast.js";

const OFFERED = ["👍", "❤️", "🎉", "😄", "👏", "🔥", "🤔", "👀"];

/** The reactions a message has; pressing one adds or takes back one's own. */
export function renderReactions(message, view) {
  return h("div.reactions", { role: "group", "aria-label": "Reactions" },
    message.reactions.map((reaction) => reactionButton(message, reaction, view)));
}

function reactionButton(message, { emoji, count, me }) {
  return h("button.plain.reaction", {
    type: "button", "aria-pressed": String(me), dataset: { customId: `react:${emoji.name}` },
    "aria-label": `${emoji.name}, ${count}`,
    onclick: () => react(message, emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name),
  }, `${emoji.name} ${count}`);
}

function react(message, emoji) {
  return use("react", message, { emoji }).catch(showError);
}

/** Offer reactions beside a button until one is chosen or the focus leaves. */
export function offerReactions(button, message) {
  const bar = button.parentElement;
  if (bar.querySelector(".offer")) return;
  const offer = h("span.offer", {}, OFFERED.map((emoji) => h("button.plain", {
    type: "button", "aria-label": `React with ${emoji}`,
    onclick: () => {
      button.focus();
      react(message, emoji);
    },
  }, emoji)));
  offer.addEventListener("focusout", (event) => {
    if (!offer.contains(event.relatedTarget)) offer.remove();
  });
  offer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") button.focus();
  });
  bar.prepend(offer);
  offer.querySelector("button").focus();
}
