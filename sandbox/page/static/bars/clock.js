/** The clock bar: what time it is, turning it, and what falls due next. */

import { fill, h } from "../dom.js";
import { followRequests } from "../line.js";
import { ask, order } from "../server.js";
import { guildHere, me, now, on, state, turning } from "../state.js";
import { showError } from "./toast.js";

const SETTLED_MS = 300;
const SHOWN_DUE = 20;
const TIME = { weekday: "short", hour: "2-digit", minute: "2-digit" };
const DATE_AND_TIME = { ...TIME, day: "numeric", month: "short" };
const TURNS = [
  ["hour", "+1 h", "Turn the clock by one hour"],
  ["morning", "Next morning", "Turn the clock to the next 09:00 where you are"],
  ["week", "+1 week", "Turn the clock by one week"],
  ["next", "Next thing due", "Turn the clock to what falls due next"],
];

let agenda = [];

/** Fill the bar, and keep it up to date. */
export function showBar(root) {
  const times = h("div.times");
  const turns = h("div.turns", { role: "group", "aria-label": "Turn the clock" });
  const due = h("details.due");
  fill(root, h("strong.brand", {}, "Sandbox"), times, turns, due, wireToggle());
  const tick = () => state.world && showTimes(times, root.firstChild);
  const redraw = () => {
    tick();
    showTurns(turns);
  };
  on("clock", redraw);
  on("world", redraw);
  setInterval(tick, 1_000);
  followAgenda(due);
}

function wireToggle() {
  const button = h("button.button", { type: "button", "aria-expanded": "false",
    "aria-controls": "wire", onclick: () => {
      const wire = document.getElementById("wire");
      wire.hidden = !wire.hidden;
      button.setAttribute("aria-expanded", String(!wire.hidden));
      followRequests(!wire.hidden);
    } }, "Wire");
  return button;
}

function showTimes(times, brand) {
  const server = guildHere() ?? state.world.guilds[0];
  brand.textContent = state.world.title;
  const mine = me();
  const apart = server && mine && server.zone !== mine.zone;
  fill(times, apart && timeIn(server.zone, "Server", TIME),
    mine && timeIn(mine.zone, apart ? "You" : "Server and you", DATE_AND_TIME));
}

function timeIn(zone, whose, options) {
  const city = zone.split("/").at(-1).replaceAll("_", " ");
  return h("span.time", {}, h("span.small.muted", {}, `${whose} · ${city} `),
    h("time", {}, format(now(), zone, options)));
}

function format(instant, zone, options) {
  return new Intl.DateTimeFormat(navigator.language, { ...options, timeZone: zone })
    .format(instant);
}

function showTurns(turns) {
  const { target, turns: can } = turning();
  if (!can) {
    fill(turns, h("span.small.muted", {}, "Real time"));
  } else if (target !== null) {
    fill(turns, h("span.busy", { role: "status" }, "Turning …"),
      h("button.button.danger", { type: "button", onclick: () => turn("stop") }, "Stop"));
  } else if (!turns.querySelector("[data-turn]")) {
    fill(turns, TURNS.map(([how, label, title]) => h("button.button", {
      type: "button", title, dataset: { turn: how }, onclick: () => turn(how),
    }, label)));
  }
}

function turn(how) {
  order(`clock/${how}`).catch(showError);
}

function followAgenda(root) {
  let pending = null;
  const later = () => {
    clearTimeout(pending);
    pending = setTimeout(async () => {
      const answer = await ask("agenda").catch(() => null);
      if (!answer) return;
      agenda = answer.agenda;
      showAgenda(root);
    }, SETTLED_MS);
  };
  for (const topic of ["clock", "world", "outcome", "unread"]) on(topic, later);
  root.addEventListener("focusout", (event) => {
    if (!root.contains(event.relatedTarget)) root.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !root.open) return;
    root.open = false;
    root.querySelector("summary").focus();
  });
}

function showAgenda(root) {
  const first = agenda[0];
  const next = first ? `Next: ${when(first.at)} · ${describe(first)}` : "Nothing is due";
  fill(root, h("summary.button", {}, h("span.next", {}, next)),
    h("ol.agenda", { tabindex: 0, "aria-label": "What falls due next" },
      agenda.slice(0, SHOWN_DUE).map((due) => h("li", {},
        h("time.muted", { datetime: new Date(due.at).toISOString() }, when(due.at)), " ",
        describe(due)))));
}

function describe({ title, who }) {
  const person = state.world.users[who];
  return person ? `${title} for ${person.name}` : title;
}

function when(at) {
  return format(at, me()?.zone ?? "UTC", DATE_AND_TIME);
}
