/**
 * The parts of Discord's markdown that stand within a line.
 *
 * A format's end is looked for where it begins. That stays cheap, since what could begin the same
 * format again also ends the search: either it is the end, or it makes the whole plain.
 */

import { safeAddress } from "../dom.js";

const SHRUG = "¯\\_(ツ)_/¯";
const FENCE = "```";
const LANGUAGE = /^([\w+\-.#]+)\n/;
const ESCAPABLE = /[^0-9A-Za-z\s]/u;
const TITLE = /\s+(?:"[^"]*"|'[^']*')/y;
/** No address goes on beyond this; so a search for its end cannot either. */
const LONGEST_ADDRESS = 2048;
const MENTION = /@(?:everyone|here)/y;

/** What stands in angle brackets; in a link only what is not a link or button itself. */
const ANGLED = [
  { pattern: /<@!?(\d{1,20})>/y, node: ([, id]) => ({ type: "user", id }) },
  { pattern: /<@&(\d{1,20})>/y, node: ([, id]) => ({ type: "role", id }) },
  { pattern: /<#(\d{1,20})>/y, node: ([, id]) => ({ type: "channel", id }) },
  { pattern: /<\/([^<>:\n/]{1,98}):\d{1,20}>/y, node: ([, name]) => ({ type: "command", name }) },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, node: ([, address]) => linkNode(address) },
  {
    pattern: /<t:(-?\d{1,17})(?::([tTdDfFR]))?>/y,
    node: ([, unix, style]) => ({ type: "time", unix, style }),
    inLinks: true,
  },
  {
    pattern: /<(a?):(\w{1,32}):(\d{1,20})>/y,
    node: ([, a, name, id]) => ({ type: "emoji", id, name, animated: a === "a" }),
    inLinks: true,
  },
];

const READERS = {
  "\\": readEscape,
  "¯": readShrug,
  "`": (span, at) => readFence(span, at) ?? readCode(span, at),
  "*": readEmphasis,
  _: readEmphasis,
  "~": (span, at) => readPair(span, at, "~~", "strike"),
  "|": (span, at) => (span.context.link ? null : readPair(span, at, "||", "spoiler")),
  "[": readLink,
  "<": readAngled,
  "@": readEveryone,
  h: readAddress,
};

/**
 * What begins at `at`, or null when the character there is just a character.
 *
 * @returns {{nodes: object[], end: number}|null}
 */
export function readInline(span, at) {
  const reader = READERS[span.text[at]];
  return reader ? reader(span, at) : null;
}

function found(node, end) {
  return { nodes: [node], end };
}

function readEscape({ text }, at) {
  const next = String.fromCodePoint(text.codePointAt(at + 1) ?? 32);
  return ESCAPABLE.test(next) ? found({ type: "text", text: next }, at + 1 + next.length) : null;
}

function readShrug({ text }, at) {
  if (!text.startsWith(SHRUG, at)) return null;
  return found({ type: "text", text: SHRUG }, at + SHRUG.length);
}

function readFence(span, at) {
  const { text } = span;
  if (!text.startsWith(FENCE, at)) return null;
  const close = text.indexOf(FENCE, at + 3);
  if (close === -1) return null;
  const inside = text.slice(at + 3, close);
  const language = LANGUAGE.exec(inside)?.[1] ?? null;
  const rest = trimLines(language === null ? inside : inside.slice(language.length));
  const named = language !== null && rest !== "";
  const body = named ? rest : trimLines(inside);
  if (body === "") return null;
  const end = close + 3;
  if (!span.context.blocks) return found({ type: "code", text: body }, end);
  const node = { type: "codeblock", language: named ? language : null, text: body };
  return found(node, text[end] === "\n" ? end + 1 : end);
}

function trimLines(text) {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === "\n") start += 1;
  while (end > start && text[end - 1] === "\n") end -= 1;
  return text.slice(start, end);
}

function runLength(text, at) {
  let end = at;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

function readCode({ text }, at) {
  const ticks = runLength(text, at);
  const start = at + ticks;
  let close = text.indexOf("`", start);
  while (close !== -1 && runLength(text, close) !== ticks) {
    close = text.indexOf("`", close + runLength(text, close));
  }
  // A run without its like is plain; its parts are no smaller runs.
  if (close === -1) return found({ type: "text", text: text.slice(at, start) }, start);
  let code = text.slice(start, close);
  if (code.startsWith(" `")) code = code.slice(1);
  if (code.endsWith("` ")) code = code.slice(0, -1);
  return found({ type: "code", text: code }, close + ticks);
}

/** `*`, `**`, `_`, `__`: where two readings are possible, the longer one, and then the single. */
function readEmphasis(span, at) {
  const mark = span.text[at];
  const find = mark === "*" ? endOfStar : endOfUnderscore;
  const single = find(span.text, at + 1);
  const pair = mark + mark;
  const double = span.text.startsWith(pair, at) ? endOfPair(span.text, at + 2, pair) : -1;
  if (single !== -1 && single + 1 >= double + 2) {
    const children = span.nested(span.text.slice(at + 1, single));
    return found({ type: "em", children }, single + 1);
  }
  if (double === -1) return null;
  const type = mark === "*" ? "strong" : "underline";
  return found({ type, children: span.nested(span.text.slice(at + 2, double)) }, double + 2);
}

function endOfPair(text, from, pair) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (at > from && text.startsWith(pair, at) && text[at + 2] !== pair[0]) return at;
  }
  return -1;
}

/** Where `*…*` ends: at a lone star, or -1 when that follows a space. */
function endOfStar(text, from) {
  if (from >= text.length || isSpace(text[from])) return -1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] !== "*") continue;
    else if (text[at + 1] === "*") at += 1;
    else return at > from && !isSpace(text[at - 1]) ? at : -1;
  }
  return -1;
}

/** Where `_…_` ends: at a lone underscore, or -1 when a letter follows that. */
function endOfUnderscore(text, from) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] !== "_") continue;
    else if (text[at + 1] === "_") at += 1;
    else return at > from && !/\w/.test(text[at + 1] ?? "") ? at : -1;
  }
  return -1;
}

function isSpace(character) {
  return character.trim() === "";
}

function readPair(span, at, mark, type) {
  const { text } = span;
  if (!text.startsWith(mark, at)) return null;
  const close = text.indexOf(mark, at + 3);
  if (close === -1) return null;
  return found({ type, children: span.nested(text.slice(at + 2, close)) }, close + 2);
}

function readAngled(span, at) {
  for (const { pattern, node, inLinks } of ANGLED) {
    if (span.context.link && !inLinks) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(span.text);
    const made = match && node(match);
    if (made) return found(made, at + match[0].length);
  }
  return null;
}

function readEveryone({ text }, at) {
  MENTION.lastIndex = at;
  const match = MENTION.exec(text);
  return match ? found({ type: "everyone", text: match[0] }, at + match[0].length) : null;
}

/** A link that shows its own address, or null when it leads nowhere safe. */
function linkNode(text) {
  const address = safeAddress(text);
  return address && { type: "link", address, masked: false, children: [{ type: "text", text }] };
}

function readAddress({ text, context }, at) {
  if (context.link || !/^https?:\/\/[^\s<]/.test(text.slice(at, at + 9))) return null;
  if (at > 0 && /[0-9A-Za-z]/.test(text[at - 1])) return null;
  let end = endOfAddress(text, at);
  while (`.,:;"'`.includes(text[end - 1])) end -= 1;
  const shown = text.slice(at, end);
  return found(linkNode(shown) ?? { type: "text", text: shown }, end);
}

/** Where an address ends: at a space, `<`, or a bracket that was not opened in it. */
function endOfAddress(text, from) {
  const limit = Math.min(text.length, from + LONGEST_ADDRESS);
  let round = 0;
  let square = 0;
  for (let at = from; at < limit; at += 1) {
    const character = text[at];
    if (character === "(") round += 1;
    else if (character === ")") round -= 1;
    else if (character === "[") square += 1;
    else if (character === "]") square -= 1;
    else if (character === "<" || isSpace(character)) return at;
    if (round < 0 || square < 0) return at;
  }
  return limit;
}

/** `[label](address)`. A label that is an address itself could lie about the target: not taken. */
function readLink(span, at) {
  if (span.context.link) return null;
  span.brackets ??= matchBrackets(span.text);
  const close = span.brackets.get(at);
  if (close === undefined || span.text[close + 1] !== "(") return null;
  const label = span.text.slice(at + 1, close);
  const target = readTarget(span.text, close + 2);
  if (!target || !label.trim() || /https?:\/\//.test(label)) return null;
  const children = span.nested(label, { link: true, blocks: false });
  return found({ type: "link", address: target.address, masked: true, children }, target.end);
}

/** Each `[` that has its `]`, by position. */
function matchBrackets(text) {
  const pairs = new Map();
  const open = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "[") open.push(at);
    else if (text[at] === "]" && open.length) pairs.set(open.pop(), at);
  }
  return pairs;
}

/** The `address "title")` or `<address>)` of a link from `from` on, or null. */
function readTarget(text, from) {
  const angled = text[from] === "<";
  const start = angled ? from + 1 : from;
  const stop = angled ? text.indexOf(">", start) : endOfAddress(text, start);
  if (stop <= start) return null;
  const address = safeAddress(text.slice(start, stop));
  let end = angled ? stop + 1 : stop;
  TITLE.lastIndex = end;
  end += TITLE.exec(text)?.[0].length ?? 0;
  return address && text[end] === ")" ? { address, end: end + 1 } : null;
}
