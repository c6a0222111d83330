/** The parts of Discord's markdown that take whole lines: quotes, headings, small text, lists. */

const QUOTE = / *> /y;
const LONG_QUOTE = / *>>> /y;
const HEADING = / *(#{1,3})[ \t]+([^\n]*)/y;
const SMALL = /-#[ \t]+([^\n]*)/y;
const ITEM = /( *)([-*]|\d{1,9}\.) +([^\n]*)/y;
const CONTINUED = / {2,}([^\n]*)/y;

/** Lists inside lists beyond this go no further in, as on Discord. */
const DEEPEST_LIST = 10;

/**
 * The block that begins at `at`, which is the start of a line, or null.
 *
 * @returns {{nodes: object[], end: number}|null} `end` is after the block's own line break
 */
export function readBlock(span, at) {
  return readQuote(span, at) ?? readHeading(span, at) ?? readSmall(span, at) ?? readList(span, at);
}

function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function lineEnd(text, at) {
  const found = text.indexOf("\n", at);
  return found === -1 ? text.length : found;
}

function afterLine(text, end) {
  return text[end] === "\n" ? end + 1 : end;
}

function readQuote(span, at) {
  if (span.context.quote) return null;
  const { text } = span;
  const long = match(LONG_QUOTE, text, at);
  const lines = [];
  let end = at;
  if (long) {
    lines.push(text.slice(at + long[0].length));
    end = text.length;
  }
  for (let mark; !long && end < text.length && (mark = match(QUOTE, text, end)); ) {
    const stop = lineEnd(text, end);
    lines.push(text.slice(end + mark[0].length, stop));
    end = afterLine(text, stop);
  }
  if (!lines.length) return null;
  const children = span.nested(lines.join("\n"), { quote: true, lineStart: true });
  return { nodes: [{ type: "quote", children }], end };
}

function readHeading(span, at) {
  const found = match(HEADING, span.text, at);
  const words = found && withoutClosing(found[2]);
  if (!words) return null;
  const node = { type: "heading", level: found[1].length, children: span.nested(words) };
  return { nodes: [node], end: afterLine(span.text, at + found[0].length) };
}

/** A heading's words without the `##` that some write at its end. */
function withoutClosing(words) {
  let end = words.trimEnd().length;
  while (end > 0 && words[end - 1] === "#") end -= 1;
  return words.slice(0, end).trim();
}

function readSmall(span, at) {
  const found = match(SMALL, span.text, at);
  if (!found?.[1].trim()) return null;
  const node = { type: "small", children: span.nested(found[1].trim()) };
  return { nodes: [node], end: afterLine(span.text, at + found[0].length) };
}

function readList(span, at) {
  const { items, end } = readItems(span.text, at);
  if (!items.length) return null;
  const nodes = [];
  for (let next = 0; next < items.length; ) {
    const built = buildList(span, items, next, 1);
    nodes.push(built.node);
    next = built.next;
  }
  return { nodes, end };
}

/** The items from `at` on, flat, each with its indent and the lines that belong to it. */
function readItems(text, at) {
  const items = [];
  let end = at;
  while (end < text.length) {
    const item = match(ITEM, text, end);
    const more = item?.[3].trim() ? null : items.length && match(CONTINUED, text, end);
    if (item?.[3].trim()) {
      const number = item[2].length > 1 ? Number.parseInt(item[2], 10) : null;
      items.push({ indent: item[1].length, number, lines: [item[3]] });
    } else if (more && more[1].trim()) {
      items.at(-1).lines.push(more[1].trim());
    } else {
      break;
    }
    end = afterLine(text, lineEnd(text, end));
  }
  return { items, end };
}

/** The list that begins with item `first`; deeper items become lists inside their item. */
function buildList(span, items, first, level) {
  const { indent, number } = items[first];
  const list = { type: "list", start: number, items: [] };
  let next = first;
  while (next < items.length) {
    const item = items[next];
    const deeper = item.indent >= indent + 2 && level < DEEPEST_LIST;
    if (deeper && list.items.length) {
      const inner = buildList(span, items, next, level + 1);
      list.items.at(-1).push(inner.node);
      next = inner.next;
      continue;
    }
    const kindChanges = (item.number === null) !== (number === null);
    if (item.indent < indent || kindChanges) break;
    list.items.push(span.nested(item.lines.join("\n"), { lineStart: true }));
    next += 1;
  }
  return { node: list, next };
}
