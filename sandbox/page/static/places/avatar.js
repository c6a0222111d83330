/** Somebody's sign. */

import { h } from "../dom.js";

/** A round sign with somebody's initials, in a colour of their own. */
export function avatar(user, size = "") {
  const name = user?.name ?? "?";
  const initials = name.split(/\s+/u).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  const sign = h(`span.avatar${size}`, { "aria-hidden": "true" }, initials.toUpperCase());
  sign.style.setProperty("--hue", String(hue(user?.id ?? name)));
  return sign;
}

function hue(text) {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  // Ids made one after another would be neighbours on the wheel: the golden angle parts them.
  return Math.round((sum * 137.5) % 360);
}
