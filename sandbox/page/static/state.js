/** What this page knows, and who wants to hear of changes. Nothing here touches the document. */

/**
 * `me` and `channel` are ids; `world` is the server's JSON (see `page/views.py`); `known` is up to
 * where the server told us everything.
 */
export const state = {
  me: null,
  channel: null,
  world: null,
  known: null,
  connected: false,
  /** By channel id: `{ list: messages oldest first, more: whether there are older ones }`. */
  conversations: new Map(),
};

const clock = { now: 0, told: 0, runs: true, target: null, turns: false };
const listeners = new Map();
const keeping = new Set();

/**
 * Hear of changes: "world", "channel", "messages", "unread", "fresh" (all messages have to be asked
 * for anew), "clock", "requests", "connection", "menus"; and of wishes: "command" (to be typed),
 * "end" (of the channel, to be seen), "outcome" (of an act).
 */
export function on(topic, listener) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
}

/** Tell everyone who wants to hear of a topic. */
export function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** The sandbox's present instant, in milliseconds since 1970. */
export function now() {
  return clock.now + (clock.runs ? performance.now() - clock.told : 0);
}

/** `{ target, turns }`: where a turn under way goes (or null), and whether there can be turns. */
export function turning() {
  return clock;
}

/** Take over the server's clock. */
export function setClock(told) {
  Object.assign(clock, told, { told: performance.now() });
  clock.runs = told.runs && told.target === null;
  tell("clock");
}

/** The person one is. */
export function me() {
  return state.world?.people.find((person) => person.id === state.me);
}

/** Every channel one sees, of guilds, with `guild` beside it, then the direct ones. */
export function channels() {
  const guilds = state.world?.guilds ?? [];
  const listed = guilds.flatMap((guild) => guild.channels.map((each) => ({ ...each, guild })));
  const directs = (state.world?.directs ?? []).map((each) => ({
    ...each,
    name: state.world.users[each.user]?.name ?? "unknown",
    type: 1,
    writable: true,
    guild: null,
  }));
  return [...listed, ...directs];
}

/** The channel with that id, or undefined. */
export function channelOf(id) {
  return channels().find((each) => each.id === id);
}

/** The guild of the open channel, else the only one, or null. */
export function guildHere() {
  return channelOf(state.channel)?.guild ?? null;
}

/** Ids are numbers of up to 20 digits: shorter ones are smaller. */
function compareIds(one, other) {
  return one.length - other.length || (one < other ? -1 : Number(one > other));
}

/**
 * Keep what {@link takeMessages} is given from now on, for a conversation whose messages are asked
 * for: the answer may be older than what is told while it is under way. Gives what ends that, and
 * with it the arguments of each call.
 */
export function keepMessages() {
  const kept = [];
  keeping.add(kept);
  return () => {
    keeping.delete(kept);
    return kept;
  };
}

/** Put messages into their conversations, where those are loaded; the newest version wins. */
export function takeMessages(messages, gone) {
  for (const kept of keeping) kept.push([messages, gone]);
  const touched = new Set();
  for (const message of messages) {
    const list = state.conversations.get(message.channel_id)?.list;
    if (!list) continue;
    const at = list.findIndex((each) => compareIds(each.id, message.id) >= 0);
    if (at < 0) list.push(message);
    else list.splice(at, list[at].id === message.id ? 1 : 0, message);
    touched.add(message.channel_id);
  }
  for (const [channel, { list }] of state.conversations) {
    const left = list.filter((message) => !gone.includes(message.id));
    if (left.length < list.length) touched.add(channel);
    list.splice(0, list.length, ...left);
  }
  for (const channel of requote(messages, gone)) touched.add(channel);
  if (touched.has(state.channel)) tell("messages");
}

/** What shows another message, as an answer or the start of a thread, shows its newest version. */
function requote(messages, gone) {
  const changed = new Map(gone.map((id) => [id, null]));
  for (const message of messages) changed.set(message.id, message);
  const touched = new Set();
  for (const [channel, { list }] of state.conversations) {
    list.forEach((message, at) => {
      if (!changed.has(message.referenced_message?.id)) return;
      list[at] = { ...message, referenced_message: changed.get(message.referenced_message.id) };
      touched.add(channel);
    });
  }
  return touched;
}

/** Take over what is unread. */
export function takeUnread({ channels: counts, people }) {
  const all = [...state.world.guilds.flatMap((guild) => guild.channels), ...state.world.directs];
  for (const channel of all) channel.unread = counts[channel.id] ?? channel.unread;
  for (const person of state.world.people) person.unread = people[person.id] ?? person.unread;
  tell("unread");
}
