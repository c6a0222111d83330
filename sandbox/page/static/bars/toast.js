/** A sentence for a moment, where nothing else on the page is its place. */

import { h } from "../dom.js";

const SHOWN_MS = 6_000;

/** Show what an Error says. */
export function showError(error) {
  const toast = h("div.toast", { role: "alert" }, error.message);
  document.body.append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
}
