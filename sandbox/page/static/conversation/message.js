/** One message as its reader sees it. */

import { avatar } from "../places/avatar.js";
import { renderAttachments } from "../content/attachments.js";
import { renderComponents } from "../content/components.js";
import { h } from "../dom.js";
import { renderEmbed } from "../content/embeds.js";
import { renderMarkdown } from "../content/markdown.js";
import { renderPoll } from "../content/poll.js";
import { offerReactions, renderReactions } from "./reactions.js";
import { clockText } from "../content/timestamps.js";
import { use } from "../view.js";
import { showError } from "../bars/toast.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const PINNED = 6;
const JOINED = 7;
const THREAD_CREATED = 18;
const THREAD_STARTER = 21;
const MENU_USED = 23;
const WITHOUT_HEADING = [PINNED, JOINED, THREAD_CREATED];
const EPOCH = 1_420_070_400_000;
const TOKEN_LIFE_MS = 15 * 60_000;

/** When a message was written, in milliseconds since 1970: its id knows. */
export function writtenAt(message) {
  return Number(BigInt(message.id) >> 22n) + EPOCH;
}

/** Whether two neighbours are shown as one person's talk, under one heading. */
export function belongsTogether(former, message) {
  return former && former.author.id === message.author.id && !quoted(message)
    && (former.flags & EPHEMERAL) === (message.flags & EPHEMERAL)
    && !WITHOUT_HEADING.includes(former.type) && !WITHOUT_HEADING.includes(message.type)
    && writtenAt(message) - writtenAt(former) < 7 * 60_000;
}

/** When messages were written, in words that the clock has overtaken: say it anew. */
export function refreshWritten(root, view) {
  for (const time of root.querySelectorAll("time[data-written]")) {
    const text = clockText(Number(time.dataset.written), view);
    if (time.textContent !== text) time.textContent = text;
  }
}

/** The element of a message; `grouped` leaves the heading to the one before it. */
export function renderMessage(message, grouped, view) {
  if (WITHOUT_HEADING.includes(message.type)) return renderNotice(message, view);
  const author = view.user(message.author.id)
    ?? { ...message.author, name: message.author.global_name ?? message.author.username };
  const mine = message.flags & EPHEMERAL ? ".private" : "";
  const pinged = message.mentions.some((user) => user.id === view.me) || message.mention_everyone;
  return h(`article.message${mine}${grouped ? ".grouped" : ""}${pinged ? ".pinged" : ""}`, {
    tabindex: -1, dataset: { id: message.id },
    "aria-label": `${author.name}, ${clockText(writtenAt(message), view)}`,
  },
  quoted(message, view),
  h("div.row", {},
    grouped ? h("span.gutter") : avatar(author),
    h("div.body", {},
      !grouped && heading(message, author, view),
      content(message, view),
      message.reactions && renderReactions(message, view),
      message.thread && threadLine(message.thread, view),
      message.flags & EPHEMERAL ? privacyLine(message) : null)),
  tools(message, view));
}

function heading(message, author, view) {
  const name = h("bdi", {}, author.name);
  const shown = h("h3.author", {}, name);
  if (author.color) shown.style.setProperty("--author", author.color);
  return h("header.headline", {}, shown,
    message.author.bot && h("span.badge", {}, "APP"),
    h("time.small.muted", { datetime: message.timestamp, dataset: { written: writtenAt(message) } },
      clockText(writtenAt(message), view)),
    message.edited_timestamp && h("span.small.muted", {}, " (edited)"));
}

function content(message, view) {
  if (message.flags & LOADING) {
    return view.now() - writtenAt(message) < TOKEN_LIFE_MS
      ? h("p.thinking.busy", {}, `${message.author.username} is thinking …`)
      : h("p.error", {}, "The application did not respond.");
  }
  if (message.type === THREAD_STARTER) {
    const origin = message.referenced_message;
    return origin ? content(origin, view)
      : h("p.muted", {}, "The message that this thread began with was deleted.");
  }
  return [
    message.content && h("div.content", {}, renderMarkdown(message.content, view)),
    message.poll && renderPoll(message, view),
    message.embeds.map((embed) => renderEmbed(embed, view)),
    message.attachments.length > 0 && !showsFilesItself(message)
      && renderAttachments(message.attachments),
    message.components.length > 0 && renderComponents(message, view),
  ];
}

function showsFilesItself(message) {
  return (message.flags & (1 << 15)) !== 0;
}

function quoted(message, view) {
  const command = message.interaction;
  if (command) {
    if (!view) return true;
    const user = view.user(command.user.id)?.name ?? command.user.global_name;
    return h("p.quoted.small.muted", {}, h("bdi", {}, user), " used ",
      h("span.command-name", {}, message.type === MENU_USED ? command.name : `/${command.name}`));
  }
  const origin = message.type === 19 ? message.referenced_message : undefined;
  if (origin === undefined) return null;
  if (!view) return true;
  if (origin === null) return h("p.quoted.small.muted", {}, "Original message was deleted");
  const name = view.user(origin.author.id)?.name ?? origin.author.username;
  return h("p.quoted.small.muted", {}, "Answers ", h("bdi", {}, name), " ",
    h("span.excerpt", {}, renderMarkdown(excerpt(origin), view, { inline: true })));
}

function excerpt(message) {
  const said = message.content || firstText(message.components) || "a message";
  const line = said.split("\n").find((each) => each && !each.startsWith("```"));
  return (line ?? "a message").slice(0, 120);
}

/** What a panel says first. */
function firstText(components = []) {
  for (const each of components) {
    const text = each.content ?? firstText(each.components);
    if (text) return text;
  }
  return null;
}

function privacyLine(message) {
  return h("p.privacy.small.muted", {}, "Only you can see this\u00a0· ",
    h("button.plain.link", {
      type: "button",
      onclick: () => use("dismiss", message, {}).catch(showError),
    }, "Dismiss message"));
}

function threadLine(thread, view) {
  const count = thread.total_message_sent;
  return h("button.plain.thread", { type: "button", onclick: () => view.open(thread.id) },
    h("strong", {}, h("bdi", {}, thread.name)),
    h("span.small.link", {}, ` ${count} ${count === 1 ? "message" : "messages"} ›`));
}

function renderNotice(message, view) {
  const name = h("strong", {}, h("bdi", {}, view.user(message.author.id)?.name
    ?? message.author.username));
  const text = {
    [PINNED]: [name, " pinned a message to this channel."],
    [JOINED]: [name, " joined."],
    [THREAD_CREATED]: [name, " started a thread: ", h("button.plain.link", {
      type: "button", onclick: () => view.open(message.message_reference.channel_id),
    }, h("bdi", {}, message.content))],
  }[message.type];
  return h("article.message.note.small", { tabindex: -1, dataset: { id: message.id } },
    h("span.muted", {}, text, " ", clockText(writtenAt(message), view)));
}

function tools(message, view) {
  if (message.flags & EPHEMERAL) return null;
  return h("div.tools", { role: "group", "aria-label": "Message actions" },
    h("button.plain", {
      type: "button", "aria-label": "Add a reaction", title: "Add a reaction",
      onclick: (event) => offerReactions(event.currentTarget, message),
    }, "☺"),
    view.menus.map((name) => h("button.plain.small", {
      type: "button", onclick: () => use("menu", message, { name }).catch(showError),
    }, name)));
}
