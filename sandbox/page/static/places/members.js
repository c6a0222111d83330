/** The right side: what is worth trying, and who is here. */

import { avatar } from "./avatar.js";
import { menuCommands } from "../typing/commands.js";
import { h, refill } from "../dom.js";
import { act } from "../server.js";
import { guildHere, on, state, tell } from "../state.js";
import { showError } from "../bars/toast.js";

const USER_COMMAND = 2;

/** Fill the aside, and keep it up to date. */
export function showMembers(root, openChannel) {
  const render = () => {
    if (!state.world) return;
    const guild = guildHere() ?? state.world.guilds[0];
    refill(root, guide(), guild && memberList(guild, openChannel));
  };
  for (const topic of ["world", "channel", "menus"]) on(topic, render);
}

function guide() {
  const steps = state.world.guide;
  if (steps.length === 0) return null;
  return h("section.guide", {}, h("h2.label", {}, "Try this"),
    h("ol", {}, steps.map(({ text, command }) => h("li", {}, text, command && [" ",
      h("button.plain.command-chip", {
        type: "button", dataset: { key: `step-${command}` },
        onclick: () => tell("command", command),
      }, `/${command}`)]))));
}

function memberList(guild, openChannel) {
  const people = guild.members.toSorted((one, other) => one.name.localeCompare(other.name));
  const isBot = (member) => state.world.users[member.id]?.bot;
  const group = (title, list) => list.length > 0 && [
    h("h2.label", {}, `${title} — ${list.length}`),
    h("ul.member-list", {}, list.map((member) => memberLine(guild, member, openChannel))),
  ];
  const leads = (member) => member.roles.length > 0 && !isBot(member);
  return h("section", { "aria-label": "Members" },
    group("With roles", people.filter(leads)),
    group("Members", people.filter((member) => !leads(member) && !isBot(member))),
    group("Bots", people.filter(isBot)));
}

function memberLine(guild, member, openChannel) {
  const user = state.world.users[member.id];
  const roles = member.roles.map((id) => guild.roles.find((role) => role.id === id)?.name);
  const offline = user?.bot && member.id === state.world.bot.id && !state.world.bot.connected;
  return h("li.member", { dataset: { key: `member-${member.id}` } }, avatar(user, ".small-avatar"),
    h("span", {}, h("bdi", {}, member.name), roles.length > 0 && h("span.muted.small", {},
      ` ${roles.join(", ")}`), offline && h("span.small.error", {}, " not connected")),
    user?.bot
      ? h("button.plain.small.link", { type: "button", dataset: { key: `write-${member.id}` },
        onclick: () => writeTo(openChannel) }, "Message")
      : menuCommands(USER_COMMAND).map((name) => h("button.plain.small.link", {
        type: "button", dataset: { key: `${name}-${member.id}` },
        onclick: () => applyTo(member, name),
      }, name)));
}

function writeTo(openChannel) {
  act("direct", {}).then(({ channel }) => openChannel(channel)).catch(showError);
}

function applyTo(member, name) {
  act("menu", { name, user: member.id, channel: state.channel })
    .then((outcome) => {
      if (outcome.failed) throw new Error(`${outcome.failed}.`);
      tell("outcome", outcome);
    })
    .catch(showError);
}
