/** The field of one option of a slash command, by its kind. */

import { fill, h } from "../dom.js";
import { uploadFile } from "../server.js";
import { channels, guildHere, state } from "../state.js";
import { suggest } from "./suggestions.js";

const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
const ATTACHMENT = 11;
const OBJECTS = [USER, CHANNEL, ROLE, MENTIONABLE];
const PAUSE_MS = 120;
const MOST = 25;

let count = 0;

/**
 * A field for an option.
 *
 * @param {object} option as registered with Discord
 * @param {object} how `value` typed already; `suggestions(typed)` promises what the bot suggests;
 *   `remove()` takes an optional option away again, null for a required one
 * @returns `{ element, input, value(), focus(), setError(text|null) }`; `value()` is text: what was
 *   typed, or what a chosen suggestion stands for
 */
export function optionField(option, { value = "", suggestions, remove }) {
  const id = `option-${(count += 1)}`;
  const error = h("p.error.small", { id: `${id}-error` });
  const field = option.type === ATTACHMENT ? fileField(id, error) : textField(id, option);
  const holder = h("div.option-holder", {}, field.input);
  const element = h("div.option-field", {},
    h("label.small", { for: id }, option.name, option.required && h("span.muted", {}, " *")),
    holder, remove && h("button.plain.small", {
      type: "button", "aria-label": `Remove ${option.name}`, onclick: remove,
    }, "✕"),
    h("p.small.muted.about", { id: `${id}-about` }, option.description), error);
  field.input.setAttribute("aria-describedby", `${id}-about ${id}-error`);
  if (option.type !== ATTACHMENT) offer(option, field, holder, suggestions);
  if (value) field.set(value);
  return {
    element, input: field.input, value: field.value, focus: () => field.input.focus(),
    setError: (text) => {
      fill(error, text);
      field.input.setAttribute("aria-invalid", String(Boolean(text)));
    },
  };
}

function textField(id, option) {
  const chosen = { label: null, value: null };
  const input = h("input.field", {
    id, type: "text", autocomplete: "off", placeholder: option.name,
    inputmode: [4, 10].includes(option.type) ? "decimal" : null,
    "aria-required": option.required ? "true" : null,
  });
  return {
    input,
    value: () => (chosen.label === input.value ? chosen.value : input.value.trim()),
    set: (text) => {
      input.value = text;
    },
    choose: ({ label, value }) => {
      Object.assign(chosen, { label, value });
      input.value = label;
    },
  };
}

function fileField(id, error) {
  const kept = { value: "" };
  const input = h("input.field", {
    id, type: "file",
    onchange: async () => {
      kept.value = "";
      if (!input.files[0]) return;
      fill(error, "Uploading …");
      try {
        kept.value = (await uploadFile(input.files[0])).value;
        fill(error);
      } catch (refusal) {
        fill(error, refusal.message);
      }
    },
  });
  return { input, value: () => kept.value, set: () => {} };
}

function offer(option, field, holder, suggestions) {
  const list = lister(option, suggestions);
  if (!list) return;
  const box = suggest(field.input, holder, {
    label: `Values for ${option.name}`, list,
    pick: (item, event) => {
      field.choose(item);
      if (event.key === "Tab") return;
      nextField(field.input)?.focus();
    },
  });
  field.input.addEventListener("focus", box.refresh);
  field.input.addEventListener("click", () => box.isOpen() || box.refresh());
}

/** After a choice the next empty field is what one wants, or the button that sends. */
function nextField(input) {
  const form = input.closest("form");
  const empty = [...form.querySelectorAll(".option-field input")].find((each) => each.value === "");
  return empty ?? form.querySelector("[type=submit]");
}

function lister(option, suggestions) {
  if (option.autocomplete) return slowly(async (typed) => (await suggestions(typed)).map(asItem));
  if (option.choices) return among(() => option.choices.map(asItem));
  if (option.type === BOOLEAN) {
    return among(() => [{ label: "True", value: "true" }, { label: "False", value: "false" }]);
  }
  if (OBJECTS.includes(option.type)) return among(() => objects(option));
  return null;
}

function asItem({ name, value }) {
  return { label: name, value: String(value) };
}

function among(all) {
  return (typed) => {
    const wanted = typed.toLowerCase().replace(/^[@#]/u, "");
    const fitting = all().filter((item) => item.label.toLowerCase().includes(wanted));
    return fitting.slice(0, MOST);
  };
}

/** Ask only when typing pauses; a newer question makes older ones pointless. */
function slowly(list) {
  let latest = 0;
  return async (typed) => {
    const mine = (latest += 1);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return mine === latest ? list(typed) : [];
  };
}

function objects(option) {
  const guild = guildHere();
  const people = (guild?.members ?? Object.values(state.world.users))
    .map(({ id, name }) => ({ label: name, value: id, detail: "member" }));
  const roles = (guild?.roles ?? []).map(({ id, name }) => ({
    label: name, value: id, detail: "role",
  }));
  const places = channels()
    .filter((each) => each.guild && each.guild.id === guild?.id && !each.archived)
    .filter((each) => !option.channel_types || option.channel_types.includes(each.type))
    .map(({ id, name }) => ({ label: name, value: id, detail: "channel" }));
  return {
    [USER]: people, [CHANNEL]: places, [ROLE]: roles, [MENTIONABLE]: [...people, ...roles],
  }[option.type];
}
