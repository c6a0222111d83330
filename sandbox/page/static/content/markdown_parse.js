/**
 * Discord's markdown as a tree. Pure: no page, no person.
 *
 * Every rule looks for its end by a scan that never goes back, and nesting is bounded, so no text
 * of a message's length takes long, whatever it is.
 *
 * A tree is `{type: "root", children}`. Its nodes are
 * `{type: "text" | "code", text}`, `{type: "codeblock", language, text}`,
 * `{type: "strong" | "em" | "underline" | "strike" | "spoiler" | "quote" | "small", children}`,
 * `{type: "heading", level, children}`, `{type: "list", start, items}` (start is null for bullets,
 * items are lists of nodes), `{type: "link", address, masked, children}`,
 * `{type: "user" | "role" | "channel", id}`, `{type: "everyone", text}`,
 * `{type: "command", name}`, `{type: "time", unix, style}` (unix is digits, style may be undefined)
 * and `{type: "emoji", id, name, animated}`.
 */

import { readBlock } from "./markdown_blocks.js";
import { readInline } from "./markdown_inline.js";

/** Formats inside formats beyond this stay as they were written. */
const DEEPEST = 16;

/**
 * @param {string} text
 * @param {{inline?: boolean}} [options] inline leaves out everything that takes lines of its own
 * @returns {{type: "root", children: object[]}}
 */
export function parse(text, { inline = false } = {}) {
  const context = { depth: 0, blocks: !inline, lineStart: true, quote: false, link: false };
  return { type: "root", children: parseSpan(String(text), context) };
}

/**
 * The nodes of one stretch of text. `context` says what surrounds it: `blocks` allows quotes,
 * headings and lists, `lineStart` whether the stretch begins a line, `quote` and `link` whether it
 * lies in one.
 */
function parseSpan(text, context) {
  if (context.depth > DEEPEST) return [{ type: "text", text }];
  const span = {
    text,
    context,
    nested: (inner, changes = {}) =>
      parseSpan(inner, { ...context, depth: context.depth + 1, lineStart: false, ...changes }),
  };
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = (beginsLine(span, at) && readBlock(span, at)) || readInline(span, at);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    at = found.end;
    for (const node of found.nodes) {
      if (node.type === "text") {
        plain += node.text;
        continue;
      }
      if (plain) nodes.push({ type: "text", text: plain });
      plain = "";
      nodes.push(node);
    }
  }
  if (plain) nodes.push({ type: "text", text: plain });
  return nodes;
}

function beginsLine({ text, context }, at) {
  return context.blocks && (at === 0 ? context.lineStart : text[at - 1] === "\n");
}
