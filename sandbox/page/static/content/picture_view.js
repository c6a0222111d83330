/** A picture at its full size over the page, until one has seen it. */

import { h, link } from "../dom.js";

/**
 * Open a picture over the page. Escape, the button and a press beside it close it.
 *
 * @param {string} src
 * @param {string} words what is on it
 */
export function openPicture(src, words) {
  const view = h("dialog.picture-view", {
    "aria-label": words,
    onclick: (event) => event.target === view && view.close(),
    onclose: () => view.remove(),
  },
  h("img", { src, alt: words }),
  h("p.picture-foot", {}, h("bdi", {}, words), " ", link(src, "Open in a new tab"),
    h("button.button", { type: "button", onclick: () => view.close() }, "Close")));
  document.body.append(view);
  view.showModal();
}
