/** The files of a message. */

import { h } from "../dom.js";
import { fileCard, renderPicture } from "./media.js";
import { covered } from "./spoilers.js";

const SPOILER = "SPOILER_";

/**
 * Pictures as pictures, everything else as cards; what is marked as a spoiler lies under a cover.
 *
 * @param {object[]|undefined} attachments Discord's attachments
 * @returns {DocumentFragment} empty without attachments
 */
export function renderAttachments(attachments) {
  const fragment = document.createDocumentFragment();
  if (attachments?.length) fragment.append(h("div.attachments", {}, attachments.map(renderOne)));
  return fragment;
}

function renderOne(attachment) {
  const { url, filename, size, description, content_type: kind } = attachment;
  const picture = /^image\//.test(kind ?? "");
  const shown = picture
    ? renderPicture(attachment, { alt: description, name: filename })
    : fileCard({ url, name: attachment.title || filename, size, note: description });
  return filename.startsWith(SPOILER) ? covered(shown, attachment.id) : shown;
}
