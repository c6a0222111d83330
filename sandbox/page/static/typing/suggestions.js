/** Suggestions above a text field: the combobox of ARIA, for commands and options alike. */

import { fill, h } from "../dom.js";

/** What comes sooner than this needs no word about waiting. */
const PATIENCE_MS = 150;

let count = 0;

/**
 * Give `input` a list of suggestions, shown inside `holder`.
 *
 * @param {HTMLElement} input a text field
 * @param {HTMLElement} holder where the list is put
 * @param {object} on `list(text)` gives (a promise of) items `{ label, detail, value }`, or null
 *   for no list at all; `pick(item, event)` takes the chosen one; `label` names the list
 * @returns `{ refresh, close, isOpen }`
 */
export function suggest(input, holder, { list, pick, label }) {
  const id = `suggestions-${(count += 1)}`;
  const popup = h("ul.suggestions", { role: "listbox", id, "aria-label": label, hidden: true });
  holder.append(popup);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false",
  })) input.setAttribute(name, value);
  const box = { input, popup, list, pick, id, items: [], at: 0, asked: 0 };
  input.addEventListener("input", () => refresh(box));
  input.addEventListener("keydown", (event) => onKey(box, event));
  input.addEventListener("blur", () => close(box));
  return { refresh: () => refresh(box), close: () => close(box), isOpen: () => !popup.hidden };
}

async function refresh(box) {
  const asked = (box.asked += 1);
  const waiting = setTimeout(() => asked === box.asked && say(box, "Loading …"), PATIENCE_MS);
  try {
    const found = await box.list(box.input.value);
    if (asked === box.asked && document.activeElement === box.input) show(box, found);
  } catch (error) {
    if (asked === box.asked) say(box, error.message);
  } finally {
    clearTimeout(waiting);
  }
}

function say(box, text) {
  box.items = [];
  fill(box.popup, h("li.said.muted.small", { role: "option", "aria-disabled": "true" }, text));
  open(box, true);
}

function show(box, items) {
  if (items === null) return close(box);
  if (items.length === 0) return say(box, "Nothing fits.");
  box.items = items;
  fill(box.popup, items.map((item, index) => h("li.suggestion", {
    role: "option", id: `${box.id}-${index}`, "aria-selected": "false",
    onpointerdown: (event) => event.preventDefault(),
    onclick: (event) => take(box, index, event),
  }, h("bdi.name", {}, item.label), item.detail && h("span.detail.small.muted", {},
    h("bdi", {}, item.detail)))));
  open(box, true);
  mark(box, 0);
}

function open(box, wanted) {
  box.popup.hidden = !wanted;
  box.input.setAttribute("aria-expanded", String(wanted));
  if (!wanted) box.input.removeAttribute("aria-activedescendant");
}

function close(box) {
  box.asked += 1;
  box.items = [];
  open(box, false);
}

function mark(box, index) {
  const size = box.items.length;
  if (size === 0) return;
  box.at = (index + size) % size;
  box.popup.querySelectorAll("[aria-selected=true]").forEach((each) =>
    each.setAttribute("aria-selected", "false"));
  const option = box.popup.children[box.at];
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  box.input.setAttribute("aria-activedescendant", option.id);
}

function take(box, index, event) {
  const item = box.items[index];
  close(box);
  box.pick(item, event);
}

function onKey(box, event) {
  if (box.popup.hidden) {
    if (event.key === "ArrowDown") refresh(box);
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(box, box.at + step);
  else if (["Enter", "Tab"].includes(event.key) && box.items.length > 0) take(box, box.at, event);
  else if (event.key === "Escape") close(box);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
