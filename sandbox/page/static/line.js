/** The one socket: it tells what changes, comes back when it breaks, and catches up. */

import { liveAddress } from "./server.js";
import { setClock, state, takeMessages, takeUnread, tell } from "./state.js";

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 5_000;

let socket = null;
let pause = FIRST_PAUSE;
let wantsRequests = false;

/** Connect as `state.me` (the first person without one), leaving any former connection. */
export function connect() {
  const mine = new WebSocket(liveAddress(state.known));
  const former = socket;
  socket = mine;
  former?.close();
  mine.addEventListener("open", () => {
    pause = FIRST_PAUSE;
    setConnected(true);
    if (wantsRequests) mine.send("wire on");
  });
  mine.addEventListener("message", (event) => {
    if (socket === mine) take(JSON.parse(event.data));
  });
  mine.addEventListener("close", () => {
    if (socket !== mine) return;
    setConnected(false);
    setTimeout(() => socket === mine && connect(), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  });
}

/** Begin to hear of the bot's requests ("requests" in the state's topics), or stop. */
export function followRequests(wanted) {
  wantsRequests = wanted;
  if (socket?.readyState === WebSocket.OPEN) socket.send(wanted ? "wire on" : "wire off");
}

function setConnected(connected) {
  if (state.connected === connected) return;
  state.connected = connected;
  tell("connection");
}

function take(told) {
  state.known = { epoch: told.epoch ?? state.known.epoch, mark: told.mark };
  if (told.clock) setClock(told.clock);
  if (told.world) {
    state.world = told.world;
    state.me = told.world.me;
    tell("world");
  }
  if (told.fresh) {
    state.conversations.clear();
    tell("fresh");
  }
  if (told.messages) takeMessages(told.messages, told.gone);
  if (told.unread) takeUnread(told.unread);
  if (told.requests) tell("requests", told.requests);
}
