/** What the renderers of Discord's JSON get besides it: names, times, and what a press does. */

import { act } from "./server.js";
import { channels, guildHere, me, now, state, tell } from "./state.js";

/** A view of the present world for the person one is (see the names in `markdown.js` and others). */
export function makeView(open) {
  const guild = guildHere();
  const members = new Map((guild?.members ?? []).map((member) => [member.id, member]));
  const user = (id) => {
    const known = state.world.users[id];
    const member = members.get(id);
    return known && { ...known, name: member?.name ?? known.name, color: member?.color ?? null };
  };
  const listed = channels().filter((channel) => channel.guild);
  const here = guild ? guild.members.map((member) => member.id) : Object.keys(state.world.users);
  return {
    me: state.me,
    zone: me()?.zone ?? "UTC",
    locale: navigator.language,
    now,
    user,
    role: (id) => guild?.roles.find((role) => role.id === id),
    channel: (id) => listed.find((channel) => channel.id === id),
    everyone: here.map(user),
    roles: guild?.roles ?? [],
    channels: (guild?.channels ?? []).filter((channel) => !channel.archived),
    open,
    command: (name) => tell("command", name),
    press: (message, component) => use("click", message, { custom_id: component.custom_id }),
    choose: (message, component, values) =>
      use("choose", message, { custom_id: component.custom_id, values }),
    vote: (message, answers) => use("vote", message, { answers }),
  };
}

/** Do something to a message; rejects with what a client would say when nothing came. */
export async function use(kind, message, body) {
  const outcome = await act(kind, { channel: message.channel_id, message: message.id, ...body });
  if (outcome.failed) throw new Error("This interaction failed.");
  tell("outcome", outcome);
}
