/** Pictures and files. Pictures come from this server only; of others there is a link. */

import { h, link, ownAddress, safeAddress } from "../dom.js";
import { openPicture } from "./picture_view.js";

const WIDEST = 400;
const HIGHEST = 300;
const UNITS = ["byte", "KB", "MB", "GB"];

/** A size for people: `812 bytes`, `1.5 KB`, `24 MB`. */
function sizeText(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  if (unit === 0) return size === 1 ? "1 byte" : `${size} bytes`;
  return `${size.toFixed(size >= 10 ? 0 : 1)} ${UNITS[unit]}`;
}

/** The last part of an address, which most often is a file name. */
export function nameIn(address) {
  const path = safeAddress(address) ? new URL(address).pathname : "";
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A picture that is only a decoration, or null when it is not from this server. */
export function ornament(address, spec) {
  const src = ownAddress(address);
  return src && h(spec, { src, alt: "", loading: "lazy" });
}

/**
 * A picture that opens at full size, or a link that says where it is.
 *
 * @param {{url: string, width?: number|null, height?: number|null}} media
 * @param {{alt?: string|null, name?: string}} words what is on it, and what to call it without
 * @param {{widest?: number, highest?: number}} [bounds] in pixels
 */
export function renderPicture(media, { alt, name }, { widest = WIDEST, highest = HIGHEST } = {}) {
  const src = ownAddress(media.url);
  if (!src) return elsewhere(media.url, alt);
  const words = alt || name || nameIn(media.url) || "Picture";
  const size = fitted(media, widest, highest);
  const image = h("img.picture", { src, alt: words, title: alt, loading: "lazy", ...size });
  const opened = link(src, image);
  opened.className = "picture-link";
  opened.addEventListener("click", (event) => {
    // With a key held, a browser opens a link elsewhere: so it does here.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openPicture(src, words);
  });
  return opened;
}

/** Width and height within the bounds, so that nothing moves when the picture arrives. */
function fitted({ width, height }, widest, highest) {
  if (!(width > 0 && height > 0)) return {};
  const scale = Math.min(1, widest / width, highest / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

function elsewhere(url, alt) {
  const address = safeAddress(url);
  const title = "Pictures from other servers are not loaded here.";
  const words = alt ? h("bdi", {}, alt) : "Picture";
  if (!address) return h("span.elsewhere.muted", { title }, words);
  const opened = link(address, words, " on ", h("bdi", {}, new URL(address).host));
  return h("span.elsewhere", { title }, opened);
}

/**
 * A file: its name, size and a link to save it.
 *
 * @param {{url: string, name: string|null, size: number|null, note?: string|null}} file note is
 *   what its author says about it
 */
export function fileCard({ url, name, size, note }) {
  const address = safeAddress(url);
  const shown = h("bdi.file-name", {}, name || nameIn(url) || "file");
  const opened = address && link(address, shown);
  const details = [size === null || size === undefined ? null : sizeText(size), note];
  return h(
    "div.file-card",
    {},
    h("span.file-sign", { "aria-hidden": "true" }),
    h(
      "span.file-words",
      {},
      opened || shown,
      details.filter(Boolean).map((each) => h("bdi.muted.small", {}, each)),
    ),
    address && saveLink(address, name),
  );
}

function saveLink(address, name) {
  const label = `Download ${name || "file"}`;
  const properties = { href: address, download: name || "", rel: "noopener noreferrer" };
  return h("a.button.file-save", { ...properties, "aria-label": label }, "Download");
}
