/** Where one writes: plain messages, and slash commands as soon as a slash comes first. */

import { commandsLoaded, followCommands, matching, slashCommands } from "./commands.js";
import { showCommand } from "./command_form.js";
import { fill, h } from "../dom.js";
import { closeDrawers } from "../places/drawers.js";
import { act } from "../server.js";
import { channelOf, on, state } from "../state.js";
import { suggest } from "./suggestions.js";

let root = null;
let field = null;

/** Fill the composer, and keep it fitting to the open channel. */
export function showComposer(element) {
  root = element;
  followCommands();
  writeText("");
  on("channel", () => writeText(draft()));
  on("world", fitChannel);
  on("command", begin);
}

/** Begin to type a slash command, such as "milestone done". */
async function begin(name) {
  await commandsLoaded();
  const command = slashCommands().find((each) => each.name === name);
  closeDrawers();
  if (command) compose(command, "");
  else writeText(`/${name} `, { focus: true });
}

function draftKey() {
  return `draft-${state.me}-${state.channel}`;
}

function draft() {
  return sessionStorage.getItem(draftKey()) ?? "";
}

function writeText(text, { focus = false } = {}) {
  const error = h("p.error.small", { role: "alert" });
  field = h("textarea.field", {
    rows: 1, "aria-label": "Message", maxlength: 2000, autocomplete: "off",
    oninput: () => {
      sessionStorage.setItem(draftKey(), field.value);
      fill(error);
      fitHeight();
    },
  });
  field.value = text;
  fill(root, h("div.writing", {}, field), error);
  const box = suggest(field, root.firstChild, {
    label: "Commands", list: commandsFor,
    pick: ({ value }) => compose(value, ""),
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(error);
  });
  fitChannel();
  if (!focus) return;
  field.focus();
  box.refresh();
}

function fitChannel() {
  if (!field?.isConnected) return;
  const channel = channelOf(state.channel);
  const sign = channel?.guild ? "#" : "@";
  field.placeholder = channel ? `Message ${sign}${channel.name}, or / for commands` : "";
  field.disabled = !channel;
  fitHeight();
}

function fitHeight() {
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${Math.min(field.scrollHeight + 2, 200)}px`);
}

function commandsFor(text) {
  return text.startsWith("/") && !text.includes("\n") ? commandsThatFit(text.slice(1)) : null;
}

async function commandsThatFit(typed) {
  await commandsLoaded();
  const whole = field.value === `/${typed}` && wholeCommand(typed);
  if (whole) {
    compose(whole.command, whole.rest);
    return null;
  }
  return matching(typed).map((command) => ({
    label: `/${command.name}`, detail: command.description, value: command,
  }));
}

/** A command typed to its end and a blank: what follows belongs to its options. */
function wholeCommand(typed) {
  const command = slashCommands()
    .filter((each) => typed.startsWith(`${each.name} `))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
  return command && { command, rest: typed.slice(command.name.length + 1) };
}

function compose(command, rest) {
  sessionStorage.removeItem(draftKey());
  showCommand(root, command, rest, {
    back: (text) => writeText(text, { focus: true }),
    done: () => writeText("", { focus: true }),
  });
}

async function send(error) {
  const content = field.value.trim();
  const { channel } = state;
  if (!content) return;
  if (content.startsWith("/")) {
    fill(error, "Choose one of the commands, or begin without a slash.");
    return;
  }
  try {
    await act("send", { channel, content });
    field.value = "";
    sessionStorage.removeItem(draftKey());
    fitHeight();
  } catch (refusal) {
    fill(error, refusal.message);
  }
}
