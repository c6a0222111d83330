/** The fields of forms, by their kind. Values have the shape that a client sends. */

import { fill, h } from "../dom.js";
import { renderSelect, selectOptions } from "../content/selects.js";
import { uploadFile } from "../server.js";

const TEXT_INPUT = 4;
const UPLOAD = 19;
const RADIO = 21;
const CHECKBOXES = 22;
const CHECKBOX = 23;
const PARAGRAPH = 2;

let count = 0;

/**
 * A field with its label, hint and place for an error.
 *
 * @param {object} component the component that takes the answer
 * @param {object} about `label`, `about` (a hint), `view`, `value` typed before, `changed()` is
 *   called when the value changed
 * @returns `{ element, value(), focus(), setError(text|null) }`
 */
export function formField(component, { label, about, view, value, changed }) {
  const id = `field-${(count += 1)}`;
  const control = controlOf(component, { id, view, value, changed });
  const error = h("p.error.small", { id: `${id}-error` });
  const optional = component.required === false
    || (component.type === CHECKBOX) || component.min_values === 0;
  const title = [label, !optional && h("span.muted", { "aria-hidden": "true" }, " *")];
  const hint = about && h("p.small.muted", { id: `${id}-about` }, about);
  const isGroup = [RADIO, CHECKBOXES].includes(component.type);
  const element = isGroup
    ? h("fieldset.form-field", { "aria-describedby": `${id}-about ${id}-error` },
      h("legend", {}, title), hint, control.element, error)
    : h("div.form-field", {}, h("label", { for: id }, title), hint, control.element, error);
  control.target.setAttribute("aria-describedby", `${id}-about ${id}-error`);
  return {
    element,
    value: control.value,
    focus: () => control.target.focus(),
    setError: (text) => {
      fill(error, text);
      control.target.setAttribute("aria-invalid", String(Boolean(text)));
    },
  };
}

function controlOf(component, how) {
  const kinds = {
    [TEXT_INPUT]: textInput, [UPLOAD]: upload, [RADIO]: radios, [CHECKBOXES]: checkboxes,
    [CHECKBOX]: checkbox,
  };
  return (kinds[component.type] ?? select)(component, how);
}

function textInput(component, { id, value, changed }) {
  const tag = component.style === PARAGRAPH ? "textarea" : "input";
  const target = h(`${tag}.field`, {
    id, placeholder: component.placeholder, autocomplete: "off",
    rows: tag === "textarea" ? 5 : null,
  });
  target.value = value ?? component.value ?? "";
  const most = component.max_length ?? 4_000;
  const left = h("span.small.muted.counter");
  const tellLength = () => fill(left, `${target.value.length} / ${most}`);
  target.addEventListener("input", () => {
    tellLength();
    changed();
  });
  tellLength();
  return { element: [target, left], target, value: () => target.value };
}

function select(component, { id, view, value, changed }) {
  const offered = selectOptions(component, view);
  let chosen = value ?? offered.filter((each) => each.selected).map((each) => each.value);
  const least = component.required === false ? 0 : component.min_values ?? 1;
  const target = renderSelect({ ...component, min_values: least }, view, (_button, values) => {
    chosen = values;
    changed();
  }, chosen);
  target.id = id;
  return { element: target, target, value: () => chosen };
}

function radios(component, { id, value, changed }) {
  const inputs = component.options.map((option) => {
    const checked = value === undefined ? Boolean(option.default) : value === option.value;
    return h("input", { type: "radio", name: id, value: option.value, checked, onchange: changed });
  });
  return {
    element: choices(component.options, inputs), target: inputs[0],
    value: () => inputs.find((input) => input.checked)?.value ?? [],
  };
}

function checkboxes(component, { id, value, changed }) {
  const inputs = component.options.map((option) => {
    const checked = value === undefined ? Boolean(option.default) : value.includes(option.value);
    return h("input", { type: "checkbox", name: id, value: option.value, checked,
      onchange: changed });
  });
  return {
    element: choices(component.options, inputs), target: inputs[0],
    value: () => inputs.filter((input) => input.checked).map((input) => input.value),
  };
}

function choices(options, inputs) {
  return options.map((option, index) => h("label.choice", {}, inputs[index],
    h("span", {}, option.label, option.description
      && h("span.small.muted.choice-about", {}, option.description))));
}

function checkbox(component, { id, value, changed }) {
  const checked = value ?? Boolean(component.default);
  const target = h("input", { id, type: "checkbox", checked, onchange: changed });
  return { element: target, target, value: () => target.checked };
}

function upload(component, { id, value, changed }) {
  let kept = value ?? [];
  const told = h("p.small.muted", { role: "status" },
    kept.length > 0 && `${kept.length} uploaded already`);
  const target = h("input.field", {
    id, type: "file", multiple: (component.max_values ?? 1) > 1,
    onchange: async () => {
      fill(told, "Uploading …");
      try {
        const files = await Promise.all([...target.files].map(uploadFile));
        kept = files.map((file) => file.value);
        fill(told, files.map((file) => file.name).join(", "));
        changed();
      } catch (refusal) {
        fill(told, refusal.message);
      }
    },
  });
  return { element: [target, told], target, value: () => kept };
}
