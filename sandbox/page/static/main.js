/** The page: who one is and where, kept in the address so that a reload changes nothing. */

import { showBar } from "./bars/clock.js";
import { showComposer } from "./typing/composer.js";
import { loadConversation, showConversation } from "./conversation/conversation.js";
import { closeDrawers, followDrawers } from "./places/drawers.js";
import { followOutcomes, reopenForm } from "./typing/form.js";
import { connect } from "./line.js";
import { showMembers } from "./places/members.js";
import { showPlaces } from "./places/places.js";
import { channelOf, channels, on, state, tell } from "./state.js";
import { showWire } from "./bars/wire.js";

const TEXT_CHANNELS = [0, 1, 5];

function readAddress() {
  const [me, channel] = location.hash.slice(1).split("/");
  return { me: me || null, channel: channel || null };
}

function writeAddress() {
  const wanted = `#${state.me}/${state.channel ?? ""}`;
  if (location.hash !== wanted) history.replaceState(null, "", wanted);
}

/** What is open, for whom: null until the first world is here. */
let opened = null;

/** Open a channel, by its id. */
function openChannel(id) {
  state.channel = id;
  opened = `${state.me}/${id}`;
  writeAddress();
  closeDrawers();
  tell("channel");
  if (id) loadConversation();
}

/** Be somebody else: a new connection, and what they see where they can see it. */
function become(person) {
  if (person === state.me) return;
  state.me = person;
  state.known = null;
  state.conversations.clear();
  connect();
}

function keepPlace() {
  const kept = channelOf(state.channel);
  if (!kept || opened !== `${state.me}/${kept.id}`) {
    const first = channels().find((channel) => TEXT_CHANNELS.includes(channel.type));
    openChannel((kept ?? first)?.id ?? null);
  }
  document.title = state.world.title;
}

function follow() {
  const { me, channel } = readAddress();
  if (me && me !== state.me) {
    state.channel = channel;
    become(me);
  } else if (channel && channel !== state.channel && channelOf(channel)) {
    openChannel(channel);
  }
}

function showNotice() {
  const notice = document.getElementById("notice");
  notice.hidden = state.connected;
  notice.textContent = state.connected ? "" : "The connection is lost. Trying again …";
}

Object.assign(state, readAddress());
// Before anybody else hears of a new world: they look at what is open in it.
on("world", keepPlace);
showBar(document.getElementById("bar"));
showPlaces(document.getElementById("places"), { openChannel, become });
showConversation(document.getElementById("heading"), document.getElementById("log"), openChannel);
showComposer(document.getElementById("composer"));
showMembers(document.getElementById("members"), openChannel);
showWire(document.getElementById("wire"));
on("fresh", () => state.channel && loadConversation());
on("connection", showNotice);
addEventListener("hashchange", follow);
followOutcomes();
followDrawers(document.getElementById("conversation"));
on("fresh", reopenForm);
connect();
