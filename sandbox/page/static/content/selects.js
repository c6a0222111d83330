/** Select menus of messages: what they offer, and the button that opens them. */

import { fill, h } from "../dom.js";
import { renderEmoji } from "./emoji.js";
import { openListbox } from "../typing/listbox.js";

const DEFAULT_PLACEHOLDER = "Make a selection";

/** Type of select → the options it offers. */
const OFFERS = {
  3: ({ options }) => options.map((each) => ({ ...each, selected: Boolean(each.default) })),
  5: (select, view) => people(select, view),
  6: (select, view) => roles(select, view),
  7: (select, view) => [...people(select, view), ...roles(select, view)],
  8: (select, view) => channels(select, view),
};

/** Whether a component of this type is a select. */
export function isSelect({ type }) {
  return type in OFFERS;
}

/**
 * What a select offers, for {@link openListbox}. Its defaults are selected.
 *
 * @param {object} select Discord's component, in a message or in a form
 * @param {object} view
 */
export function selectOptions(select, view) {
  return OFFERS[select.type](select, view);
}

function people(select, view) {
  return view.everyone.map(({ id, name, bot }) =>
    offer(select, "user", id, { label: name, description: bot ? "App" : undefined }),
  );
}

function roles(select, view) {
  return view.roles.map(({ id, name, color }) =>
    offer(select, "role", id, { label: `@${name}`, color }),
  );
}

function channels(select, view) {
  const types = select.channel_types ?? [];
  return view.channels
    .filter(({ type }) => !types.length || type === undefined || types.includes(type))
    .map(({ id, name }) => offer(select, "channel", id, { label: `#${name}` }));
}

function offer(select, kind, id, words) {
  const defaults = select.default_values ?? [];
  const selected = defaults.some((each) => each.type === kind && String(each.id) === id);
  return { value: id, selected, ...words };
}

/**
 * The button of a select. It shows what was chosen last.
 *
 * @param {object} select
 * @param {object} view
 * @param {(button: HTMLElement, values: string[]) => void} choose called with every choice
 * @param {string[]} [chosen] what is chosen already, in place of the select's defaults
 * @returns {HTMLButtonElement}
 */
export function renderSelect(select, view, choose, chosen) {
  const placeholder = select.placeholder || DEFAULT_PLACEHOLDER;
  let options = selectOptions(select, view);
  if (chosen) options = withChosen(options, chosen);
  const button = h("button.select", {
    type: "button",
    disabled: Boolean(select.disabled),
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    dataset: { customId: select.custom_id },
    onclick: async () => {
      if (button.getAttribute("aria-busy") === "true") return;
      const min = select.min_values ?? 1;
      const max = Math.max(1, Math.min(select.max_values ?? 1, options.length));
      const values = await openListbox(button, { options, min, max, title: placeholder });
      if (values === null) return;
      options = withChosen(options, values);
      show(button, options, placeholder);
      choose(button, values);
    },
  });
  show(button, options, placeholder);
  return button;
}

function withChosen(options, values) {
  return options.map((each) => ({ ...each, selected: values.includes(each.value) }));
}

function show(button, options, placeholder) {
  const chosen = options.filter((each) => each.selected);
  const words = chosen.map(({ label, emoji }) =>
    h("span.chosen", {}, emoji && renderEmoji(emoji, { beside: true }), h("bdi", {}, label)),
  );
  fill(
    button,
    words.length
      ? [h("span.unseen", {}, `${placeholder}: `), h("span.select-value", {}, words)]
      : h("bdi.select-placeholder", {}, placeholder),
    h("span.select-arrow", { "aria-hidden": "true" }),
  );
}
