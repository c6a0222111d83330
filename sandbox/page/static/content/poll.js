/** Native polls: answers to choose from, counts, and how long there is left. */

import { h } from "../dom.js";
import { renderEmoji } from "./emoji.js";
import { perform, resume } from "./pending.js";
import { renderTimestamp } from "./timestamps.js";

/** What people ticked or opened and did not send yet, by person and message. */
const drafts = new Map();

let ballots = 0;

/**
 * The poll of a message: a form, or its results after one's vote, on request, or at its end.
 *
 * @param {object} message with a `poll`, as the person of `view` sees it
 * @param {object} view see the page's contract: vote, zone, now
 * @returns {HTMLElement}
 */
export function renderPoll(message, view) {
  const key = `${view.me} ${message.id} poll`;
  const holder = h("div.poll-holder.works");
  const draw = () => {
    const state = readState(message.poll, drafts.get(key));
    const form = state.results ? results(state) : ballot(state, draft);
    form.append(footer(state, view, { vote, draft, key }));
    holder.replaceChildren(form);
  };
  const draft = (changes, { redraw = true } = {}) => {
    drafts.set(key, { ...drafts.get(key), ...changes });
    if (!redraw) return;
    draw();
    holder.querySelector("button")?.focus({ preventScroll: true });
  };
  const vote = (button, ids) =>
    perform(button, key, async () => {
      await view.vote(message, ids);
      drafts.delete(key);
    });
  draw();
  return holder;
}

/** A poll as it is drawn. `ticked` are the answers chosen but not sent. */
function readState(poll, draft) {
  const counts = new Map(poll.results?.answer_counts.map((each) => [each.id, each]));
  const answers = poll.answers.map(({ answer_id: id, poll_media: media }) => ({
    id,
    media,
    count: counts.get(id)?.count ?? 0,
    mine: counts.get(id)?.me_voted ?? false,
  }));
  const ended = poll.results?.is_finalized ?? false;
  const voted = answers.some(({ mine }) => mine);
  return {
    question: poll.question.text,
    several: poll.allow_multiselect,
    expiry: poll.expiry,
    answers,
    ended,
    voted,
    total: answers.reduce((sum, { count }) => sum + count, 0),
    ticked: new Set(draft?.ticked ?? []),
    results: ended || voted || Boolean(draft?.results),
  };
}

function frame(state, hint, content) {
  const legend = h("legend.poll-question", {}, h("bdi", {}, state.question));
  return h("fieldset.poll", {}, legend, h("p.muted.small", {}, hint), content);
}

function answerWords({ media: { text, emoji } }) {
  const sign = emoji ? renderEmoji(emoji, { beside: Boolean(text) }) : null;
  return h("span.poll-words", {}, sign, h("bdi", {}, text ?? ""));
}

function ballot(state, draft) {
  const type = state.several ? "checkbox" : "radio";
  const tick = (id, checked) => {
    const others = state.several ? [...state.ticked].filter((each) => each !== id) : [];
    state.ticked = new Set(checked ? [...others, id] : others);
    draft({ ticked: state.ticked }, { redraw: false });
    state.changed?.();
  };
  // Every copy of a poll has a group of its own, or the page would join their choices.
  ballots += 1;
  const name = `poll-${ballots}`;
  const answers = state.answers.map((answer) => {
    const input = h("input", {
      type,
      name,
      checked: state.ticked.has(answer.id),
      dataset: { customId: `poll:${answer.id}` },
      onchange: () => tick(answer.id, input.checked),
    });
    return h("label.poll-answer", {}, input, answerWords(answer));
  });
  const hint = state.several ? "Select one or more answers" : "Select one answer";
  return frame(state, hint, answers);
}

function results(state) {
  const best = Math.max(...state.answers.map(({ count }) => count));
  const answers = state.answers.map((answer) => {
    const share = state.total ? Math.round((100 * answer.count) / state.total) : 0;
    const leads = state.ended && best > 0 && answer.count === best;
    const item = h(
      `li.poll-answer.counted${answer.mine ? ".mine" : ""}${leads ? ".best" : ""}`,
      {},
      answerWords(answer),
      answer.mine ? h("span.poll-mine", {}, "Your vote") : null,
      h("span.poll-count", {}, `${countText(answer.count)}, ${share} %`),
    );
    item.style.setProperty("--share", `${share}%`);
    return item;
  });
  const hint = state.ended ? "The poll has ended" : "Results so far";
  return frame(state, hint, h("ul.poll-answers", {}, answers));
}

function countText(count) {
  return `${count} ${count === 1 ? "vote" : "votes"}`;
}

function footer(state, view, actions) {
  const facts = [countText(state.total), "\u00a0· ", ...ending(state, view), "\u00a0· votes are public"];
  return h(
    "div.poll-footer",
    {},
    h("span.muted.small", {}, facts),
    h("span.poll-acts", {}, acts(state, actions)),
  );
}

function ending({ ended, expiry }, view) {
  if (ended) return ["ended"];
  const seconds = Math.floor(Date.parse(expiry ?? "") / 1000);
  return Number.isNaN(seconds) ? ["no end"] : ["ends ", renderTimestamp(seconds, "R", view)];
}

function acts(state, { vote, draft, key }) {
  if (state.ended) return [];
  const act = (spec, name, label, onclick) =>
    h(spec, { type: "button", dataset: { customId: `poll:${name}` }, onclick }, label);
  if (state.voted) {
    const remove = act("button.button", "remove", "Remove vote", () => vote(remove, []));
    resume(remove, key);
    return [remove];
  }
  if (state.results) {
    return [act("button.button", "back", "Back to vote", () => draft({ results: false }))];
  }
  const show = act("button.button", "results", "Show results", () => draft({ results: true }));
  const send = act("button.button.primary", "vote", "Vote", () => vote(send, [...state.ticked]));
  state.changed = () => {
    send.disabled = state.ticked.size === 0;
  };
  state.changed();
  resume(send, key);
  return [show, send];
}
