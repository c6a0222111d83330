/** The components of messages: buttons, selects, and the panels that they stand in. */

import { colorText } from "./color.js";
import { h, link, safeAddress } from "../dom.js";
import { renderEmoji } from "./emoji.js";
import { renderMarkdown } from "./markdown.js";
import { fileCard, nameIn, renderPicture } from "./media.js";
import { perform, resume } from "./pending.js";
import { isSelect, renderSelect } from "./selects.js";
import { covered } from "./spoilers.js";

const STYLES = { 1: ".primary", 2: "", 3: ".good", 4: ".danger", 6: "" };
const LINK = 5;
const PREMIUM = 6;
const WIDE_SPACE = 2;
const THUMBNAIL = { widest: 96, highest: 96 };

const RENDERERS = {
  1: ({ components }, place) => h("div.action-row", {}, each(components, place)),
  2: renderButton,
  9: ({ components, accessory }, place) =>
    h(
      "div.component-section",
      {},
      h("div.section-texts", {}, each(components, place)),
      h("div.section-accessory", {}, accessory ? render(accessory, place) : null),
    ),
  10: ({ content }, { view }) => renderMarkdown(content, view),
  11: renderThumbnail,
  12: renderGallery,
  13: renderFile,
  14: ({ divider, spacing }) =>
    h(`div.component-separator${divider ? ".line" : ""}${spacing === WIDE_SPACE ? ".wide" : ""}`),
  17: renderContainer,
};

/**
 * All components of a message, in the order in which it has them.
 *
 * @param {object} message Discord's message
 * @param {object} view see the page's contract: press, choose, and what markdown needs
 * @returns {DocumentFragment} empty without components
 */
export function renderComponents(message, view) {
  const fragment = document.createDocumentFragment();
  if (message.components?.length) {
    const place = { message, view };
    fragment.append(h("div.components.works", {}, each(message.components, place)));
  }
  return fragment;
}

/**
 * What names an element among those of its message, however often that is drawn anew. Null where
 * the element, or what it lies in, has no such name.
 */
export function focusKey(element) {
  return element?.closest?.("[data-custom-id]")?.dataset.customId ?? null;
}

/** Give the focus to the element in `root` that has this name. False where there is none. */
export function focusByKey(root, key) {
  const named = [...root.querySelectorAll("[data-custom-id]")];
  const wanted = named.find((element) => key !== null && element.dataset.customId === key);
  wanted?.focus({ preventScroll: true });
  return wanted !== undefined;
}

function each(components, place) {
  return (components ?? []).map((component) => render(component, place));
}

function render(component, place) {
  if (isSelect(component)) return renderMenu(component, place);
  const renderer = RENDERERS[component.type];
  if (renderer) return renderer(component, place);
  return h("p.muted.small", {}, "This part cannot be shown here.");
}

/** The same for the same component of a message drawn anew, and for the same person only. */
function workKey({ custom_id: customId }, { message, view }) {
  return `${view.me} ${message.id} ${customId}`;
}

function renderButton(button, place) {
  const { emoji, label } = button;
  const content = [
    emoji ? renderEmoji(emoji, { beside: Boolean(label) }) : null,
    label ? h("bdi", {}, label) : null,
  ];
  if (button.style === LINK) return renderLinkButton(button, content);
  const premium = button.style === PREMIUM;
  const key = workKey(button, place);
  const element = h(
    `button.button${STYLES[button.style] ?? ""}`,
    {
      type: "button",
      disabled: Boolean(button.disabled) || premium,
      dataset: { customId: premium ? `premium:${button.id}` : button.custom_id },
      onclick: () => perform(element, key, () => place.view.press(place.message, button)),
    },
    premium && !label ? "Shop" : content,
  );
  resume(element, key);
  return element;
}

function renderLinkButton({ id, url, disabled }, content) {
  const address = disabled ? null : safeAddress(url);
  const dataset = { customId: `link:${id}` };
  const sign = h("span.leads-out", { "aria-hidden": "true" });
  if (!address) {
    return h("button.button", { type: "button", disabled: true, dataset }, content, sign);
  }
  const element = link(address, content, sign);
  element.className = "button link-button";
  element.title = address;
  Object.assign(element.dataset, dataset);
  return element;
}

function renderMenu(select, place) {
  const key = workKey(select, place);
  const choose = (element, values) =>
    perform(element, key, () => place.view.choose(place.message, select, values));
  const element = renderSelect(select, place.view, choose);
  resume(element, key);
  return h("div.select-holder", {}, element);
}

function renderThumbnail({ id, media, description, spoiler }) {
  const picture = renderPicture(media, { alt: description }, THUMBNAIL);
  picture.classList.add("thumbnail");
  return spoiler ? covered(picture, id) : picture;
}

function renderGallery({ id, items }) {
  const shown = items.map(({ media, description, spoiler }, index) => {
    const item = /^(?:video|audio)\//.test(media.content_type ?? "")
      ? fileCard({ url: media.url, name: nameIn(media.url), size: null, note: description })
      : renderPicture(media, { alt: description });
    return h("li.gallery-item", {}, spoiler ? covered(item, `${id}-${index}`) : item);
  });
  return h(`ul.gallery${items.length === 1 ? ".single" : ""}`, {}, shown);
}

function renderFile({ id, file, name, size, spoiler }) {
  const card = fileCard({ url: file.url, name, size });
  return spoiler ? covered(card, id) : card;
}

function renderContainer(container, place) {
  const element = h("div.component-container", {}, each(container.components, place));
  const color = container.accent_color;
  if (Number.isInteger(color)) {
    element.classList.add("accented");
    element.style.setProperty("--bar", colorText(color));
  }
  return container.spoiler ? covered(element, container.id) : element;
}
