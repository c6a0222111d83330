/** The wire view: what the bot asked, what it was told, how long it took, whether rules were met. */

import { fill, h, refill } from "../dom.js";
import { ask, order } from "../server.js";
import { me, on, state } from "../state.js";
import { showError } from "./toast.js";

const KEPT = 500;
const TIME = { weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" };
const DATE_AND_TIME = { ...TIME, day: "numeric", month: "short" };

let requests = new Map();
let rows = null;
let detail = null;
let filter = null;
let onlyProblems = null;

/** Fill the view; it hears of requests while it is open. */
export function showWire(root) {
  filter = h("input.field", { type: "search", placeholder: "Filter: POST, /messages, 429 …",
    "aria-label": "Filter requests", oninput: showRows });
  onlyProblems = h("input", { type: "checkbox", onchange: showRows });
  rows = h("tbody");
  detail = h("div.whole", { tabindex: 0, "aria-label": "The chosen request" },
    h("p.muted", {}, "Choose a request to see it whole."));
  const controls = h("div.controls");
  fill(root, h("div.wire-head", {}, h("h2", {}, "Wire"), filter,
    h("label.small", {}, onlyProblems, " Only problems"), controls),
  h("div.wire-body", {}, h("div.requests", { tabindex: 0, "aria-label": "Requests" },
    h("table", {}, h("caption.unseen", {}, "Requests of the bot, newest first"),
      h("thead", {}, h("tr", {}, ["When", "Request", "Answer", "Took", "Rules"].map((title) =>
        h("th", { scope: "col" }, title)))), rows)), detail));
  on("requests", take);
  on("world", () => refill(controls, state.world.controls.map(controlButton)));
  on("connection", () => {
    if (!state.connected) requests = new Map();
  });
}

function controlButton(label, number) {
  return h("button.button", {
    type: "button", dataset: { key: label },
    onclick: async (event) => {
      const button = event.currentTarget;
      button.disabled = true;
      await order(`controls/${number}`).catch(showError);
      button.disabled = false;
    },
  }, label);
}

function take(told) {
  for (const request of told) requests.set(request.number, request);
  for (const number of [...requests.keys()].slice(0, -KEPT)) requests.delete(number);
  showRows();
}

function showRows() {
  const words = filter.value.toLowerCase().split(/\s+/u).filter(Boolean);
  const fits = (request) => {
    const text = `${request.method} ${request.path} ${request.status}`.toLowerCase();
    const problem = !request.valid || request.status >= 400;
    return words.every((word) => text.includes(word)) && (!onlyProblems.checked || problem);
  };
  refill(rows, [...requests.values()].filter(fits).reverse().map(row));
}

function row(request) {
  const bad = request.status >= 400 ? ".error" : "";
  return h("tr", { dataset: { key: request.number } },
    h("td.number", {}, when(request, TIME)),
    h("td", {}, h("button.plain.request", {
      type: "button", dataset: { key: request.number }, onclick: () => choose(request.number),
    }, h("strong", {}, request.method), " ", shortened(request.path))),
    h(`td.number${bad}`, {}, request.status ?? "…"),
    h("td.number", {}, request.took === null ? "…" : `${request.took} ms`),
    h("td", {}, request.valid ? "met" : h("span.error", {}, "missed")));
}

/** By the sandbox's clock, in the zone of the person one is. */
function when({ at }, options) {
  const write = (shown) => new Intl.DateTimeFormat(
    navigator.language, { ...shown, timeZone: me()?.zone ?? "UTC" }).format(at);
  return h("time", { datetime: new Date(at).toISOString(), title: write(DATE_AND_TIME) },
    write(options));
}

/** Tokens in paths are long and say nothing. */
function shortened(path) {
  return path.replace(/[\w-]{60,}/gu, (token) => `${token.slice(0, 6)}…`);
}

async function choose(number) {
  const whole = await ask(`requests/${number}`).catch(showError);
  if (!whole) return;
  fill(detail, h("h3", {}, `${whole.method} ${whole.route}`),
    h("p.small.muted", {}, when(whole, DATE_AND_TIME)),
    whole.problems.length > 0 && h("ul.error", {},
      whole.problems.map((problem) => h("li", {}, problem))),
    h("button.button", { type: "button", onclick: (event) => copy(event, whole.curl) },
      "Copy as curl"),
    part("Query", Object.keys(whole.query).length > 0 && JSON.stringify(whole.query)),
    part("Files", whole.files.join(", ")), part("Asked", whole.body),
    part("Answered", whole.response), part("curl", whole.curl));
}

function part(title, text) {
  return text && [h("h4", {}, title), h("pre", {}, text)];
}

async function copy(event, text) {
  const button = event.currentTarget;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed to copy: it stands below";
  }
}
