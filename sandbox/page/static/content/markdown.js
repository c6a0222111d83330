/**
 * Discord's markdown as elements. What people write only ever becomes text; links are http and
 * https.
 */

import { append, h, link } from "../dom.js";
import { renderEmoji } from "./emoji.js";
import { parse } from "./markdown_parse.js";
import { textSpoiler } from "./spoilers.js";
import { renderTimestamp } from "./timestamps.js";

export { parse };

/** The page has h1 and h2 itself. */
const HEADINGS = ["", "h3.heading-1", "h4.heading-2", "h5.heading-3"];

const WRAPPERS = {
  strong: "strong",
  em: "em",
  underline: "u",
  strike: "s",
  quote: "blockquote",
  small: "small.small-print",
};

/**
 * @param {string} text as Discord sends it
 * @param {object} view see the page's contract: mentions, zone, locale, open, command
 * @param {{inline?: boolean}} [options] inline gives one line: no blocks, line breaks as spaces
 * @returns {DocumentFragment} one `div.markdown`, or with inline what stands beside other text
 */
export function renderMarkdown(text, view, { inline = false } = {}) {
  const fragment = document.createDocumentFragment();
  const content = nodes(parse(text ?? "", { inline }).children, { view, inline });
  append(fragment, inline ? content : h("div.markdown", { dir: "auto" }, content));
  return fragment;
}

function nodes(children, context) {
  return children.map((node) => element(node, context));
}

function element(node, context) {
  const wrapper = WRAPPERS[node.type];
  if (wrapper) return h(wrapper, {}, nodes(node.children, context));
  return RENDERERS[node.type](node, context);
}

const RENDERERS = {
  text: ({ text }, { inline }) => (inline ? text.replaceAll("\n", " ") : text),
  code: ({ text }) => h("code.code", {}, text),
  codeblock: ({ text, language }) =>
    h("pre.code-block", {}, h("code", { dataset: language ? { language } : {} }, text)),
  spoiler: ({ children }, context) => textSpoiler(nodes(children, context)),
  heading: ({ level, children }, context) => h(HEADINGS[level], {}, nodes(children, context)),
  list: renderList,
  link: renderLink,
  user: ({ id }, { view }) => renderUser(id, view),
  role: ({ id }, { view }) => renderRole(id, view),
  channel: ({ id }, { view }) => renderChannel(id, view),
  everyone: ({ text }) => h("span.mention", {}, text),
  command: ({ name }, { view }) =>
    h("button.mention.plain", pressed(`command:${name}`, () => view.command(name)), `/${name}`),
  time: ({ unix, style }, { view }) => renderTimestamp(unix, style, view),
  emoji: (node) => renderEmoji(node),
};

function pressed(customId, onclick) {
  return { type: "button", dataset: { customId }, onclick };
}

function renderList({ start, items }, context) {
  const children = items.map((item) => h("li", {}, nodes(item, context)));
  return start === null ? h("ul", {}, children) : h("ol", { start: String(start) }, children);
}

function renderLink({ address, masked, children }, context) {
  const made = link(address, nodes(children, context));
  if (masked) made.title = address;
  return made;
}

function renderUser(id, view) {
  const user = view.user(id);
  const mine = id === view.me ? ".mine" : "";
  return h(`span.mention${mine}`, {}, "@", h("bdi", {}, user?.name ?? "unknown-user"));
}

function renderRole(id, view) {
  const role = view.role(id);
  const mention = h("span.mention", {}, "@", h("bdi", {}, role?.name ?? "unknown-role"));
  if (role?.color) {
    mention.classList.add("coloured");
    mention.style.setProperty("--role", role.color);
  }
  return mention;
}

function renderChannel(id, view) {
  const channel = view.channel(id);
  if (!channel) return h("span.mention", {}, "#unknown");
  const name = ["#", h("bdi", {}, channel.name)];
  return h("button.mention.plain", pressed(`channel:${id}`, () => view.open(id)), name);
}
