/** The open channel: its heading and its messages, kept in step with what the server tells. */

import { menuCommands } from "../typing/commands.js";
import { focusByKey, focusKey } from "../content/components.js";
import { toggleDrawer } from "../places/drawers.js";
import { fill, h, refill } from "../dom.js";
import { belongsTogether, refreshWritten, renderMessage, writtenAt } from "./message.js";
import { act, ask } from "../server.js";
import { channelOf, keepMessages, on, state, takeMessages } from "../state.js";
import { dayKey, dayText, refreshRelative } from "../content/timestamps.js";
import { makeView } from "../view.js";
import { showError } from "../bars/toast.js";

const NEAR_END = 120;
const RELATIVE_MS = 15_000;

/** Elements by message id, each with what it was made of. */
const shown = new Map();
let shownFor = null;
let firstUnread = null;
/** Which load is asked for and not here yet: whose, of what, and at which mark. */
let underWay = null;
let log = null;
/** Whether the end is in view, and shall stay so when something grows. */
let atEnd = true;
/** The log's size when `atEnd` was last looked after. */
let size = "";
const growth = new ResizeObserver(keepEnd);
let openChannel = null;
/** Leads back to the end, while that is out of view. */
const jump = h("button.button.jump", { type: "button", onclick: jumpToEnd }, "Jump to newest ↓");

/** Show the open channel in `root`, under `heading`. */
export function showConversation(heading, root, open) {
  log = root;
  openChannel = open;
  const head = () => renderHeading(heading);
  for (const topic of ["world", "channel", "connection"]) on(topic, head);
  on("channel", forget);
  on("messages", sync);
  on("unread", markRead);
  on("world", forgetLooks);
  on("menus", forgetLooks);
  on("clock", refreshTimes);
  on("end", seeEnd);
  log.after(jump);
  setInterval(refreshTimes, RELATIVE_MS);
  growth.observe(log);
  log.addEventListener("scroll", () => {
    // Told late, a scroll meets a log that has grown since: that is no reader who left the end.
    if (size !== sizeOfLog()) keepEnd();
    else atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    jump.hidden = atEnd;
  });
  document.addEventListener("visibilitychange", markRead);
}

/** Load the latest messages of the open channel, if they are not here yet, and show them. */
export async function loadConversation() {
  const { channel, me } = state;
  if (!state.conversations.has(channel)) {
    const load = `${me} ${channel} ${state.known?.mark}`;
    // A first visit asks twice in one breath: for its channel, and for what is fresh.
    if (load === underWay) return;
    underWay = load;
    const told = keepMessages();
    const answer = await ask("messages", { channel }).catch(showError);
    const meanwhile = told();
    if (underWay === load) underWay = null;
    if (!answer || channel !== state.channel || me !== state.me) return;
    firstUnread = unreadFrom(answer.messages);
    state.conversations.set(channel, { list: answer.messages, more: answer.more });
    for (const each of meanwhile) takeMessages(...each);
  }
  atEnd = true;
  sync();
  markRead();
}

function unreadFrom(list) {
  const unread = channelOf(state.channel)?.unread ?? 0;
  return unread > 0 && unread < list.length ? list.at(-unread).id : null;
}

async function loadOlder() {
  const { channel } = state;
  const conversation = state.conversations.get(channel);
  const before = conversation.list[0]?.id;
  const answer = await ask("messages", { channel, before }).catch(showError);
  if (!answer || conversation.list[0]?.id !== before) return;
  conversation.list.unshift(...answer.messages);
  conversation.more = answer.more;
  const height = log.scrollHeight;
  sync();
  log.scrollTop += log.scrollHeight - height;
}

function forget() {
  firstUnread = null;
  forgetLooks();
  if (!state.conversations.has(state.channel)) fill(log);
}

/** Names, colours and commands may differ from now on: every message is drawn anew. */
function forgetLooks() {
  for (const entry of shown.values()) entry.message = null;
  if (state.conversations.has(state.channel)) sync();
}

function refreshTimes() {
  if (!state.world) return;
  const view = makeView(openChannel);
  refreshRelative(log, view);
  refreshWritten(log, view);
}

function renderHeading(heading) {
  const channel = channelOf(state.channel);
  const toggle = (name, label, sign) => h("button.plain.toggle", {
    type: "button", "aria-label": label, title: label, dataset: { key: name },
    onclick: () => toggleDrawer(name),
  }, sign);
  refill(heading, toggle("shows-places", "Channels and people", "☰"),
    h("h1.title", {}, channel ? [h("span.sign", { "aria-hidden": "true" },
      channel.guild ? "#" : "@"), h("bdi", {}, channel.name)] : "No channel"),
    channel?.topic && h("p.topic.small.muted", {}, channel.topic),
    toggle("shows-members", "What to try, and members",
      state.world?.guide.length > 0 ? "Guide" : "Members"));
}

function sync() {
  const conversation = state.conversations.get(state.channel);
  if (!conversation || !state.world) return;
  const view = { ...makeView(openChannel), menus: menuCommands(3) };
  const focused = focusInside();
  if (shownFor !== state.channel) shown.clear();
  shownFor = state.channel;
  place(nodesOf(conversation, view));
  restoreFocus(focused);
  keepEnd();
}

function keepEnd() {
  if (atEnd) log.scrollTop = log.scrollHeight;
  size = sizeOfLog();
  jump.hidden = atEnd;
}

function seeEnd() {
  atEnd = true;
  keepEnd();
}

function jumpToEnd() {
  seeEnd();
  log.focus();
}

function sizeOfLog() {
  return `${log.clientWidth} ${log.clientHeight} ${log.scrollHeight}`;
}

function nodesOf({ list, more }, view) {
  const nodes = [more ? olderButton() : beginning(list)];
  let former = null;
  for (const message of list) {
    const newDay = !former
      || dayKey(writtenAt(former), view.zone) !== dayKey(writtenAt(message), view.zone);
    if (newDay) nodes.push(divider(dayText(writtenAt(message), view)));
    if (message.id === firstUnread) nodes.push(divider("New", ".new"));
    const grouped = !newDay && message.id !== firstUnread && belongsTogether(former, message);
    nodes.push(elementOf(message, Boolean(grouped), view));
    former = message;
  }
  for (const id of shown.keys()) if (!list.some((message) => message.id === id)) shown.delete(id);
  return nodes;
}

function elementOf(message, grouped, view) {
  const entry = shown.get(message.id);
  if (entry && entry.message === message && entry.grouped === grouped) return entry.element;
  const element = renderMessage(message, grouped, view);
  growth.observe(element);
  shown.set(message.id, { message, grouped, element });
  return element;
}

/** Put the nodes into the log, touching only what differs, so that nothing flickers. */
function place(nodes) {
  const wanted = new Set(nodes);
  for (const child of [...log.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (log.childNodes[index] !== node) log.insertBefore(node, log.childNodes[index] ?? null);
  });
}

function divider(text, kind = "") {
  return h(`div.divider${kind}`, { role: "separator" }, h("span", {}, text));
}

function olderButton() {
  return h("button.button.older", {
    type: "button",
    onclick: (event) => {
      event.currentTarget.disabled = true;
      loadOlder();
    },
  }, "Load older messages");
}

function beginning(list) {
  const channel = channelOf(state.channel);
  const name = channel?.guild ? `#${channel.name}` : channel?.name;
  const text = list.length === 0 ? "Nothing has been said here yet." : "";
  return h("p.beginning.muted", {}, `This is the beginning of ${name}. ${text}`);
}

function focusInside() {
  const active = document.activeElement;
  const message = active && log.contains(active) ? active.closest("[data-id]") : null;
  return message && {
    id: message.dataset.id, key: focusKey(active), place: pressables(message).indexOf(active),
  };
}

function restoreFocus(focused) {
  if (!focused || log.contains(document.activeElement)) return;
  const message = log.querySelector(`[data-id="${CSS.escape(focused.id)}"]`);
  if (!message) log.focus();
  // A button that turns a page has another id afterwards, but stands in the same place.
  else if (!focused.key || !focusByKey(message, focused.key)) {
    (pressables(message)[focused.place] ?? message).focus();
  }
}

function pressables(message) {
  return [...message.querySelectorAll("button, a, input, [tabindex='0']")];
}

/** What is on the screen of a visible page is read. */
function markRead() {
  const channel = channelOf(state.channel);
  if (document.hidden || !channel?.unread || !state.conversations.has(channel.id)) return;
  act("read", { channel: channel.id }).catch(showError);
}
