/** The left side: who one is, the channels with their unread marks, direct messages. */

import { avatar } from "./avatar.js";
import { h, refill } from "../dom.js";
import { act } from "../server.js";
import { me, now, on, state } from "../state.js";
import { showError } from "../bars/toast.js";

const CATEGORY = 4;
const FORUMS = [15, 16];
const VOICE = [2, 13];
const THREADS = [10, 11, 12];
const SIGNS = { 5: "!", 10: "↳", 11: "↳", 12: "↳", 15: "≡", 16: "≡" };

/** Fill the navigation, and keep it up to date. */
export function showPlaces(root, { openChannel, become }) {
  const render = () => {
    if (!state.world) return;
    refill(root, identity(become), state.world.guilds.map((guild) => guildList(guild, openChannel)),
      directList(openChannel));
  };
  for (const topic of ["world", "channel", "unread"]) on(topic, render);
  on("clock", () => showLocalTime(root));
  setInterval(() => showLocalTime(root), 10_000);
}

function identity(become) {
  const mine = me();
  return h("section.identity", { "aria-label": "Who you are" },
    h("h2.label", {}, "You are"),
    h("div.people", { role: "radiogroup", "aria-label": "You are", onkeydown: moveAlong },
      state.world.people.map((person) => personButton(person, become))),
    mine && h("p.whoami", {}, h("strong", {}, h("bdi", {}, mine.name)), " ",
      h("span.muted.local-time", {}, localTime(mine))),
    mine && h("label.doors.small", {},
      h("input", { type: "checkbox", checked: mine.open, dataset: { key: "doors" },
        onchange: (event) => act("doors", { open: event.target.checked }).catch(showError) }),
      " Takes direct messages"));
}

function personButton(person, become) {
  const chosen = person.id === state.me;
  const waiting = person.unread ? `, ${person.unread} unread` : "";
  return h("button.plain.person", {
    type: "button", role: "radio", "aria-checked": String(chosen), tabindex: chosen ? 0 : -1,
    "aria-label": `${person.name}, ${person.zone}${waiting}`, title: `${person.name} · ${person.zone}`,
    dataset: { key: `person-${person.id}` },
    onclick: () => become(person.id),
  }, avatar(person), person.unread > 0 && h("span.count", { "aria-hidden": "true" }, person.unread));
}

function moveAlong(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("[role=radio]")];
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  next.focus();
  next.click();
}

function localTime(person) {
  const city = person.zone.split("/").at(-1).replaceAll("_", " ");
  const options = { timeZone: person.zone, weekday: "short", hour: "2-digit", minute: "2-digit" };
  return `${city}, ${new Intl.DateTimeFormat(navigator.language, options).format(now())}`;
}

function showLocalTime(root) {
  const shown = root.querySelector(".local-time");
  if (shown && me()) shown.textContent = localTime(me());
}

function guildList(guild, openChannel) {
  const top = guild.channels.filter((each) => !THREADS.includes(each.type));
  const sorted = top.toSorted((one, other) => one.position - other.position);
  const loose = sorted.filter((each) => each.type !== CATEGORY && !each.parent);
  const categories = sorted.filter((each) => each.type === CATEGORY);
  const items = (list) => list.flatMap((channel) => channelItems(guild, channel, openChannel));
  return h("section", { "aria-label": guild.name, dataset: { key: `guild-${guild.id}` } },
    h("h2.guild", {}, h("bdi", {}, guild.name)),
    h("ul.channels", {}, items(loose)),
    categories.map((category) => [
      h("h3.label", {}, h("bdi", {}, category.name)),
      h("ul.channels", {}, items(sorted.filter((each) => each.parent === category.id))),
    ]));
}

function channelItems(guild, channel, openChannel) {
  const threads = guild.channels.filter(
    (each) => THREADS.includes(each.type) && each.parent === channel.id
      && (!each.archived || each.id === state.channel));
  if (VOICE.includes(channel.type)) return [];
  const line = FORUMS.includes(channel.type)
    ? h("span.channel", {}, h("span.sign", {}, "≡"), h("bdi", {}, channel.name))
    : channelButton(channel, openChannel);
  return [h("li", { dataset: { key: `place-${channel.id}` } }, line,
    threads.length > 0 && h("ul.channels.threads", {},
      threads.map((thread) => h("li", { dataset: { key: `place-${thread.id}` } }, channelButton(thread, openChannel)))))];
}

function channelButton(channel, openChannel) {
  const here = channel.id === state.channel;
  const unread = channel.unread > 0 && !here;
  return h(`button.plain.channel${unread ? ".unread" : ""}`, {
    type: "button", "aria-current": here ? "page" : null, dataset: { key: `channel-${channel.id}` },
    onclick: () => openChannel(channel.id),
  }, h("span.sign", { "aria-hidden": "true" }, SIGNS[channel.type] ?? "#"),
  h("bdi", {}, channel.name),
  unread && h("span.dot", {}, h("span.unseen", {}, `${channel.unread} unread`)));
}

function directList(openChannel) {
  const directs = state.world.directs;
  return h("section", { "aria-label": "Direct messages" },
    h("h2.label", {}, "Direct messages"),
    directs.length === 0 && h("p.muted.small.none", {},
      `None yet. ${state.world.bot.name} writes here.`),
    h("ul.channels", {}, directs.map((channel) =>
      h("li", { dataset: { key: `place-${channel.id}` } }, directButton(channel, openChannel)))));
}

function directButton(channel, openChannel) {
  const user = state.world.users[channel.user];
  const here = channel.id === state.channel;
  const unread = here ? 0 : channel.unread;
  return h(`button.plain.channel${unread ? ".unread" : ""}`, {
    type: "button", "aria-current": here ? "page" : null, dataset: { key: `channel-${channel.id}` },
    onclick: () => openChannel(channel.id),
  }, avatar(user, ".small-avatar"), h("bdi", {}, user?.name ?? "unknown"),
  unread > 0 && h("span.count", {}, unread, h("span.unseen", {}, " unread")));
}
