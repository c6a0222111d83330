/**
 * A list to choose from, with a field that filters it. The field keeps the focus; arrows, Home and
 * End move through the options, Enter takes one, Escape leaves.
 */

import { fill, h } from "../dom.js";
import { renderEmoji } from "../content/emoji.js";

const GAP = 4;
const EDGE = 8;
const LOWEST = 160;
const HIGHEST = 360;
const NARROWEST = 240;

/** The list that is open; there is never more than one. */
let current = null;
let made = 0;

/**
 * Open a list at `anchor`, a button whose `aria-expanded` follows. Opening it again, a press
 * elsewhere or Escape closes it: without a choice where one value is chosen, and with what is
 * picked where there may be several.
 *
 * @param {HTMLElement} anchor gets the focus back
 * @param {object} options
 * @param {{value: string, label: string, description?: string, emoji?: object, color?: string,
 *   selected?: boolean}[]} options.options
 * @param {number} [options.min] the fewest that may be chosen
 * @param {number} [options.max] the most; with 1 the first choice closes the list
 * @param {string} options.title what is being chosen
 * @returns {Promise<string[]|null>} the values in the order of the options, null for no decision:
 *   nothing was changed, or fewer are picked than must be
 */
export function openListbox(anchor, { options, min = 1, max = 1, title }) {
  const again = current?.anchor === anchor;
  current?.leave();
  if (again) return Promise.resolve(null);
  return new Promise((resolve) => {
    current = new Listbox(anchor, { options, min, max, title }, resolve);
    current.open();
  });
}

class Listbox {
  #resolve;
  #chosen;
  #before;
  #active = 0;
  #shown = [];
  #leaving = new AbortController();

  constructor(anchor, { options, min, max, title }, resolve) {
    Object.assign(this, { anchor, options, min, max });
    this.#resolve = resolve;
    this.#chosen = new Set(options.filter((each) => each.selected).map((each) => each.value));
    this.#before = this.#picked();
    made += 1;
    this.id = `listbox-${made}`;
    this.#build(title);
  }

  get #single() {
    return this.max === 1;
  }

  #build(title) {
    this.field = h("input.field.listbox-field", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      placeholder: "Search",
      "aria-label": title,
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      "aria-controls": this.id,
      oninput: () => this.#filter(),
      onkeydown: (event) => this.#key(event),
    });
    this.list = h("ul.listbox", {
      id: this.id,
      role: "listbox",
      "aria-label": title,
      "aria-multiselectable": this.#single ? null : "true",
      onclick: (event) => this.#click(event),
      // The field keeps the focus, so that the keys go on working.
      onmousedown: (event) => event.preventDefault(),
    });
    this.none = h("p.listbox-none.muted", { role: "status" });
    this.foot = h("div.listbox-foot");
    this.popup = h(
      "div.listbox-popup",
      {
        popover: "manual",
        role: "dialog",
        "aria-label": title,
        onfocusout: (event) => this.#left(event.relatedTarget),
      },
      [this.field, this.list, this.none, this.foot],
    );
  }

  open() {
    const { signal } = this.#leaving;
    // Inside a modal dialog only what lies in it can be used.
    (this.anchor.closest("dialog") ?? document.body).append(this.popup);
    this.popup.showPopover();
    this.anchor.setAttribute("aria-expanded", "true");
    this.#filter();
    this.#move(Math.max(0, this.#shown.findIndex((each) => this.#chosen.has(each.value))));
    this.#place();
    this.field.focus();
    const place = () => this.#place();
    window.addEventListener("resize", place, { signal });
    window.addEventListener("scroll", place, { signal, capture: true, passive: true });
    document.addEventListener("pointerdown", (event) => this.#left(event.target), { signal });
  }

  /** Close without a word about the choice: what is picked of several counts all the same. */
  leave() {
    const picked = this.#picked();
    const same = picked.length === this.#before.length
      && picked.every((value, index) => value === this.#before[index]);
    this.close(this.#single || same || picked.length < this.min ? null : picked);
  }

  close(values) {
    this.#leaving.abort();
    const focused = this.popup.contains(document.activeElement);
    current = null;
    this.anchor.setAttribute("aria-expanded", "false");
    if (focused) this.anchor.focus({ preventScroll: true });
    this.popup.remove();
    this.#resolve(values);
  }

  /** Below the anchor, or above it where there is more room. */
  #place() {
    const box = this.anchor.getBoundingClientRect();
    const width = Math.min(Math.max(box.width, NARROWEST), innerWidth - 2 * EDGE);
    const below = innerHeight - box.bottom - GAP - EDGE;
    const above = box.top - GAP - EDGE;
    const upwards = below < LOWEST && above > below;
    const left = Math.max(EDGE, Math.min(box.left, innerWidth - EDGE - width));
    const place = {
      "--left": `${left}px`,
      "--width": `${width}px`,
      "--top": upwards ? "auto" : `${box.bottom + GAP}px`,
      "--bottom": upwards ? `${innerHeight - box.top + GAP}px` : "auto",
      "--most": `${Math.max(LOWEST, Math.min(HIGHEST, upwards ? above : below))}px`,
    };
    for (const [name, value] of Object.entries(place)) this.popup.style.setProperty(name, value);
  }

  #left(target) {
    // No target: the window itself lost the focus, and will get it back.
    if (current !== this || target === null) return;
    if (!this.popup.contains(target) && !this.anchor.contains(target)) this.leave();
  }

  #filter() {
    const wanted = this.field.value.trim().toLocaleLowerCase();
    this.#shown = this.options.filter(({ label, description }) =>
      `${label}\n${description ?? ""}`.toLocaleLowerCase().includes(wanted),
    );
    const why = this.options.length ? "Nothing matches." : "There is nothing to choose from.";
    this.none.textContent = this.#shown.length ? "" : why;
    this.#draw();
    this.#move(0);
  }

  #draw() {
    const full = !this.#single && this.#chosen.size >= this.max;
    fill(
      this.list,
      this.#shown.map((option, index) => {
        const selected = this.#chosen.has(option.value);
        return renderOption(option, `${this.id}-${index}`, selected, full && !selected);
      }),
    );
    this.#drawFoot();
  }

  #drawFoot() {
    const count = this.#chosen.size;
    if (this.#single) {
      const clear = h("button.button", { type: "button", onclick: () => this.close([]) }, "Clear");
      fill(this.foot, this.min === 0 && count > 0 ? clear : null);
      return;
    }
    if (!this.done) {
      this.count = h("span.muted.small", { role: "status" });
      this.done = h(
        "button.button.primary",
        {
          type: "button",
          onclick: () => this.close(this.#picked()),
          onkeydown: (event) => this.#escape(event),
        },
        "Done",
      );
      fill(this.foot, this.count, this.done);
    }
    const least = count < this.min ? `, at least ${this.min}` : "";
    this.count.textContent = `${count} chosen, at most ${this.max}${least}`;
    this.done.disabled = count < this.min;
  }

  #move(index) {
    const items = this.list.children;
    items[this.#active]?.classList.remove("active");
    this.#active = items.length ? (index + items.length) % items.length : 0;
    const item = items[this.#active];
    item?.classList.add("active");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.field.setAttribute("aria-activedescendant", item.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const moves = {
      ArrowDown: () => this.#move(this.#active + 1),
      ArrowUp: () => this.#move(this.#active - 1),
      Home: () => this.#move(0),
      End: () => this.#move(this.#shown.length - 1),
      Enter: () => this.#take(this.#active),
    };
    if (!(event.key in moves)) return this.#escape(event);
    if (event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  }

  #escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.leave();
  }

  #click(event) {
    const item = event.target.closest("[role=option]");
    if (item) this.#take([...this.list.children].indexOf(item));
  }

  #take(index) {
    const value = this.#shown[index]?.value;
    if (value === undefined) return;
    if (this.#single) {
      this.close([value]);
      return;
    }
    if (this.#chosen.has(value)) this.#chosen.delete(value);
    else if (this.#chosen.size < this.max) this.#chosen.add(value);
    this.#draw();
    this.#move(index);
  }

  #picked() {
    return this.options.map((each) => each.value).filter((value) => this.#chosen.has(value));
  }
}

function renderOption({ label, description, emoji, color }, id, selected, disabled) {
  const item = h(
    "li.option",
    { id, role: "option", "aria-selected": String(selected), "aria-disabled": disabled && "true" },
    emoji ? renderEmoji(emoji, { beside: true }) : null,
    h(
      "span.option-text",
      {},
      h("bdi.option-label", {}, label),
      description ? h("bdi.option-description", {}, description) : null,
    ),
    h("span.option-check", { "aria-hidden": "true" }, selected ? "✓" : ""),
  );
  if (color) {
    item.classList.add("coloured");
    item.style.setProperty("--role", color);
  }
  return item;
}
