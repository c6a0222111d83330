/** A slash command being filled in: a field for each option, errors at the option they are about. */

import { fill, h } from "../dom.js";
import { optionField } from "./option_field.js";
import { act } from "../server.js";
import { state, tell } from "../state.js";

/**
 * Show a command in the composer.
 *
 * @param {HTMLElement} root the composer
 * @param {object} command as `commands.js` gives it
 * @param {string} rest what was typed after its name: `name: value` pairs, or the first value
 * @param {object} go `back(text)` returns to plain typing, `done()` follows a sent command
 */
export function showCommand(root, command, rest, go) {
  const form = { command, channel: state.channel, fields: new Map(), go };
  form.error = h("p.error.small", { role: "alert" });
  form.options = h("div.options");
  form.more = h("div.more");
  form.send = h("button.button.primary", { type: "submit" }, "Send");
  form.element = h("form.command", {
    novalidate: true, "aria-label": `/${command.name}`,
    onsubmit: (event) => {
      event.preventDefault();
      send(form);
    },
    onkeydown: (event) => onKey(form, event),
  }, h("div.command-head", {}, h("strong", {}, `/${command.name}`),
    h("span.small.muted", {}, command.description)),
  form.options, form.more, form.error,
  h("div.command-foot", {}, form.send,
    h("button.button", { type: "button", onclick: () => go.back("") }, "Cancel")));
  const given = typedOptions(command, rest);
  for (const option of command.options) {
    if (option.required || given.has(option.name)) add(form, option, given.get(option.name));
  }
  offerMore(form);
  fill(root, form.element);
  focusFirst(form);
}

/** `name: value` pairs in any order; text without a name is for the first option. */
function typedOptions(command, rest) {
  const given = new Map();
  const names = command.options.map((option) => option.name);
  let name = names[0];
  for (const piece of rest.split(/(?:^|\s)([\p{L}\p{N}_-]{1,32}):\s*/u)) {
    if (names.includes(piece)) name = piece;
    else if (piece.trim() && name) given.set(name, piece.trim());
  }
  return given;
}

function add(form, option, value) {
  const others = () => values(form);
  const field = optionField(option, {
    value,
    suggestions: (typed) => completions(form, option, typed, others()),
    remove: option.required ? null : () => remove(form, option),
  });
  form.fields.set(option.name, field);
  form.options.append(field.element);
  return field;
}

async function completions(form, option, typed, options) {
  const { choices } = await act("autocomplete", {
    channel: form.channel, name: form.command.name, option: option.name, typed, options,
  });
  return choices;
}

function remove(form, option) {
  form.fields.get(option.name).element.remove();
  form.fields.delete(option.name);
  offerMore(form);
  focusFirst(form);
}

function offerMore(form) {
  const left = form.command.options.filter((option) => !form.fields.has(option.name));
  fill(form.more, left.length > 0 && h("span.small.muted", {}, "Optional: "),
    left.map((option) => h("button.plain.command-chip.small", {
      type: "button", title: option.description,
      onclick: () => {
        const field = add(form, option);
        offerMore(form);
        field.focus();
      },
    }, `+ ${option.name}`)));
}

function focusFirst(form) {
  const empty = [...form.fields.values()].find((field) => field.value() === "");
  if (empty) empty.focus();
  else form.send.focus();
}

function values(form) {
  return Object.fromEntries([...form.fields].map(([name, field]) => [name, field.value()]));
}

function onKey(form, event) {
  if (event.key === "Escape") form.go.back("");
  else if (event.key === "Backspace" && event.target.value === ""
    && event.target === form.fields.values().next().value?.input) {
    form.go.back(`/${form.command.name}`);
  } else return;
  event.preventDefault();
}

async function send(form) {
  if (form.send.disabled) return;
  for (const field of form.fields.values()) field.setError(null);
  fill(form.error);
  form.send.disabled = true;
  form.element.classList.add("busy");
  try {
    const outcome = await act("slash", {
      channel: form.channel, name: form.command.name, options: values(form),
    });
    if (outcome.failed) fill(form.error, `${outcome.failed}.`);
    else form.go.done();
    tell("outcome", outcome);
  } catch (refusal) {
    showRefusal(form, refusal);
  } finally {
    form.send.disabled = false;
    form.element.classList.remove("busy");
  }
}

function showRefusal(form, refusal) {
  const field = form.fields.get(refusal.field);
  if (!field) {
    fill(form.error, refusal.message);
    return;
  }
  field.setError(refusal.message);
  field.focus();
}
