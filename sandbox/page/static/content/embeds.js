/** Embeds of messages. */

import { colorText } from "./color.js";
import { h, link, safeAddress } from "../dom.js";
import { renderMarkdown } from "./markdown.js";
import { ornament, renderPicture } from "./media.js";
import { clockText, renderTimestamp } from "./timestamps.js";

const THUMBNAIL = { widest: 80, highest: 80 };

/**
 * One embed. The result of a poll, which Discord sends as an embed too, becomes a sentence.
 *
 * @param {object} embed Discord's embed
 * @param {object} view
 * @returns {HTMLElement}
 */
export function renderEmbed(embed, view) {
  if (embed.type === "poll_result") return renderPollResult(embed);
  const { color, description, fields, image, thumbnail } = embed;
  const words = h(
    "div.embed-words",
    {},
    renderAuthor(embed.author),
    renderTitle(embed, view),
    description ? renderMarkdown(description, view) : null,
    fields?.length ? renderFields(fields, view) : null,
  );
  const element = h(
    "article.embed",
    {},
    words,
    thumbnail ? h("div.embed-thumbnail", {}, renderPicture(thumbnail, {}, THUMBNAIL)) : null,
    image ? h("div.embed-image", {}, renderPicture(image, {})) : null,
    renderFooter(embed, view),
  );
  if (Number.isInteger(color)) element.style.setProperty("--bar", colorText(color));
  return element;
}

/** The content as a link where the address is safe, else the content alone. */
function linked(url, content) {
  const address = safeAddress(url);
  return address ? link(address, content) : content;
}

function renderAuthor(author) {
  if (!author?.name) return null;
  const name = linked(author.url, h("bdi", {}, author.name));
  return h("div.embed-author", {}, ornament(author.icon_url, "img.embed-icon"), name);
}

function renderTitle({ title, url }, view) {
  if (!title) return null;
  // In a link there can be no other link, button or spoiler.
  const content = safeAddress(url)
    ? link(safeAddress(url), h("bdi", {}, title))
    : renderMarkdown(title, view, { inline: true });
  return h("div.embed-title", { dir: "auto" }, content);
}

function renderFields(fields, view) {
  const shown = fields.map(({ name, value, inline }) =>
    h(
      `div.embed-field${inline ? ".inline" : ""}`,
      {},
      h("dt", { dir: "auto" }, renderMarkdown(name, view, { inline: true })),
      h("dd", {}, renderMarkdown(value, view)),
    ),
  );
  return h("dl.embed-fields", {}, shown);
}

function renderFooter({ footer, timestamp }, view) {
  const ms = Date.parse(timestamp ?? "");
  if (!footer?.text && Number.isNaN(ms)) return null;
  const time = Number.isNaN(ms) ? null : renderTimestamp(Math.floor(ms / 1000), "f", view);
  if (time) time.textContent = clockText(ms, view);
  return h(
    "div.embed-footer.muted",
    {},
    ornament(footer?.icon_url, "img.embed-icon"),
    h("span", {}, footer?.text ? h("bdi", {}, footer.text) : null,
      footer?.text && time ? "\u00a0· " : null, time),
  );
}

function renderPollResult({ fields }) {
  const facts = new Map((fields ?? []).map(({ name, value }) => [name, value]));
  const question = h("strong", {}, h("bdi", {}, facts.get("poll_question_text") ?? ""));
  const winner = facts.get("victor_answer_text");
  const total = Number(facts.get("total_votes") ?? 0);
  let outcome = "It was a tie.";
  if (!total) outcome = "Nobody voted.";
  else if (winner !== undefined) {
    const share = Math.round((100 * Number(facts.get("victor_answer_votes"))) / total);
    outcome = [h("bdi", {}, winner), ` won with ${share} % of ${total} `, votes(total), "."];
  }
  return h("p.poll-result", {}, "The poll ", question, " has ended. ", outcome);
}

function votes(count) {
  return count === 1 ? "vote" : "votes";
}
