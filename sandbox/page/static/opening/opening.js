/** The first screen: a visitor chooses how the world begins, and sees it being made. */

import { fill, h } from "../dom.js";
import { ask, order } from "../server.js";

const LOOK_AGAIN_MS = 500;

const root = document.getElementById("opening");
let shown = "";

async function follow() {
  try {
    const { opening } = await ask("opening");
    if (opening === null) {
      location.reload();
      return;
    }
    show(opening);
  } catch (problem) {
    fill(root, h("p.error", { role: "alert" }, problem.message));
    shown = "";
  }
  setTimeout(follow, LOOK_AGAIN_MS);
}

/** Draw it, unless nothing has changed: a button keeps its focus. */
function show(opening) {
  const now = JSON.stringify(opening);
  if (now === shown) return;
  shown = now;
  document.title = opening.title;
  fill(root, h("h1", {}, opening.title),
    opening.chosen === null ? offer(opening) : progress(opening));
}

function offer({ choices }) {
  return [h("p", {}, "Choose a beginning."),
    h("ul.choices", {}, choices.map(({ title, text }, number) =>
      h("li.choice", {}, h("h2", {}, title), h("p", {}, text),
        h("button.button.primary", {
          type: "button", onclick: () => choose(number),
        }, `Begin with ${title}`))))];
}

function progress({ choices, chosen, doing, done }) {
  return [h("h2", {}, choices[chosen].title),
    h("p", { role: "status" }, doing && `${doing} …`),
    h("progress", { value: done, max: 1, "aria-label": choices[chosen].title })];
}

async function choose(number) {
  // Somebody else may have been faster: what came of it shows at the next look.
  await order(`opening/${number}`).catch(() => null);
}

follow();
