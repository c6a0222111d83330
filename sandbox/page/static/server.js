/** Asking the sandbox, and acting in it. */

import { state, tell } from "./state.js";

/** Acts whose outcome stands at the end of the channel: who does them wants to see it. */
const AT_THE_END = ["send", "slash", "menu"];

/** What no client would allow, in a sentence; `field` names the option or field that is wrong. */
class Refusal extends Error {
  constructor(text, field = null) {
    super(text);
    this.field = field;
  }
}

/** What the server knows: `ask("messages", { channel })`. Rejects with a {@link Refusal}. */
export function ask(path, query = {}) {
  return fetchJson(address(path, query));
}

/** Do something as the person one is: `act("click", { channel, message, custom_id })`. */
export async function act(kind, body) {
  const outcome = await post(address(`act/${kind}`), JSON.stringify(body));
  if (AT_THE_END.includes(kind)) tell("end");
  return outcome;
}

/** Tell the server to do something that is nobody's act: turn the clock, run a control. */
export function order(path) {
  return post(address(path), null);
}

/** Upload a file; gives `{ value, name, size }`, whose value an option or a form carries. */
export function uploadFile(file) {
  return post(address("files", { name: file.name }), file);
}

/** The address of the socket that tells what changes; `known` is `{ epoch, mark }` or null. */
export function liveAddress(known) {
  const url = new URL(address("live", known ?? {}), location.href);
  url.protocol = "ws:";
  return url;
}

function address(path, query = {}) {
  const words = new URLSearchParams(query);
  if (state.me) words.set("as", state.me);
  return `/page/${path}?${words}`;
}

function post(url, body) {
  return fetchJson(url, { method: "POST", body });
}

async function fetchJson(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Refusal("The sandbox does not answer. Is it still running?");
  }
  if (response.status === 413) throw new Refusal("This file is too large: 10 MiB is the most.");
  if (response.status !== 200 && response.status !== 422) {
    throw new Refusal(`The sandbox failed (${response.status}). Its terminal says why.`);
  }
  const answer = await response.json();
  if (response.status === 422) throw new Refusal(answer.error, answer.field ?? null);
  return answer;
}
