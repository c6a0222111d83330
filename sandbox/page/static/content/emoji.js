/** Emoji: a picture from this server for custom ones, the character itself for the others. */

import { h } from "../dom.js";

/**
 * @param {{id?: string|null, name?: string|null, animated?: boolean}} emoji Discord's partial emoji
 * @param {{beside?: boolean}} [options] `beside` a label, which then is the whole spoken name
 * @returns {HTMLElement}
 */
export function renderEmoji({ id, name, animated }, { beside = false } = {}) {
  const hidden = beside ? "true" : null;
  if (!/^\d+$/.test(id ?? "")) {
    return h("span.emoji", { "aria-hidden": hidden }, name ?? "");
  }
  const title = `:${name ?? "emoji"}:`;
  const src = `/cdn/emojis/${id}.webp${animated ? "?animated=true" : ""}`;
  return h("img.emoji", { src, alt: beside ? "" : title, title, draggable: "false" });
}
