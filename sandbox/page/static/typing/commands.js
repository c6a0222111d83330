/** The commands that may be used in the open channel, flat: one entry for each thing to type. */

import { ask } from "../server.js";
import { on, state, tell } from "../state.js";

const NESTED = [1, 2];

let typed = [];
let menus = [];
let loading = Promise.resolve();

/** Keep the commands up to date; "menus" is told when those of context menus changed. */
export function followCommands() {
  for (const topic of ["world", "channel"]) {
    on(topic, () => {
      loading = load();
    });
  }
}

/** Resolves when the commands of the open channel are here. */
export function commandsLoaded() {
  return loading;
}

async function load() {
  const { channel, me } = state;
  if (!channel) return;
  const { commands } = await ask("commands", { channel }).catch(() => ({ commands: [] }));
  if (channel !== state.channel || me !== state.me) return;
  const former = JSON.stringify(menus);
  typed = commands.filter((command) => command.type === 1).flatMap((each) => flatten(each));
  menus = commands.filter((command) => command.type !== 1);
  if (JSON.stringify(menus) !== former) tell("menus");
}

function flatten(part, path = "") {
  const name = path ? `${path} ${part.name}` : part.name;
  const nested = (part.options ?? []).filter((option) => NESTED.includes(option.type));
  if (nested.length > 0) return nested.flatMap((each) => flatten(each, name));
  return [{ name, description: part.description, options: part.options ?? [] }];
}

/** Slash commands: `{ name: "milestone done", description, options }`. */
export function slashCommands() {
  return typed;
}

/** The names of context-menu commands: type 2 for people, 3 for messages. */
export function menuCommands(type) {
  return menus.filter((command) => command.type === type).map((command) => command.name);
}

/** The commands that fit what was typed after the slash, best first. */
export function matching(text) {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const rank = (command) => {
    const name = command.name.toLowerCase();
    if (name.startsWith(words.join(" "))) return 0;
    if (words.every((word) => name.includes(word))) return 1;
    const about = `${name} ${command.description.toLowerCase()}`;
    return words.every((word) => about.includes(word)) ? 2 : null;
  };
  return typed
    .map((command) => ({ command, rank: rank(command) }))
    .filter((each) => each.rank !== null)
    .toSorted((one, other) => one.rank - other.rank
      || one.command.name.localeCompare(other.command.name))
    .map((each) => each.command);
}
