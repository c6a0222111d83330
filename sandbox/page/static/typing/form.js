/** Forms that a bot opens. What was typed is kept: over errors, over a reload. */

import { fill, h } from "../dom.js";
import { formField } from "./form_fields.js";
import { renderMarkdown } from "../content/markdown.js";
import { act } from "../server.js";
import { on, state } from "../state.js";
import { makeView } from "../view.js";

const KEPT = "open-form";
const LABEL = 18;
const TEXT = 10;
const ROW = 1;

/** Show the forms that acts lead to. */
export function followOutcomes() {
  on("outcome", (outcome) => {
    if (outcome.modal) openForm(outcome.modal, {});
  });
}

/** After a reload: the form that was open, with what was typed. */
export function reopenForm() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept || kept.me !== state.me || document.querySelector("dialog.form")) return;
  openForm(kept.modal, kept.values);
}

function openForm(modal, typed) {
  const view = makeView(() => {});
  const fields = new Map();
  const error = h("p.error", { role: "alert" });
  const keep = () => sessionStorage.setItem(KEPT, JSON.stringify({
    me: state.me, modal, values: valuesOf(fields),
  }));
  const parts = modal.components.map((part) => formPart(part, typed, fields, keep, view));
  const submit = h("button.button.primary", { type: "submit" }, "Submit");
  const cancel = h("button.button", { type: "button", onclick: () => dialog.close() }, "Cancel");
  const dialog = h("dialog.form", { "aria-label": modal.title },
    h("form", {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        send({ modal, fields, error, submit, dialog });
      },
    }, h("h2", {}, modal.title), parts, error, h("div.form-foot", {}, cancel, submit)));
  const opener = document.activeElement;
  dialog.addEventListener("close", () => {
    sessionStorage.removeItem(KEPT);
    dialog.remove();
    if (opener?.isConnected) opener.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  fields.values().next().value?.focus();
  keep();
}

function formPart(part, typed, fields, keep, view) {
  if (part.type === TEXT) return h("div.small", {}, renderMarkdown(part.content, view));
  const nested = part.type === ROW ? part.components : [part.component];
  return nested.map((component) => {
    const label = part.type === LABEL ? part.label : component.label;
    const field = formField(component, { label, about: part.description, view,
      value: typed[component.custom_id], changed: keep });
    fields.set(component.custom_id, field);
    return field.element;
  });
}

function valuesOf(fields) {
  return Object.fromEntries([...fields].map(([key, field]) => [key, field.value()]));
}

async function send({ modal, fields, error, submit, dialog }) {
  for (const field of fields.values()) field.setError(null);
  fill(error);
  submit.disabled = true;
  submit.classList.add("busy");
  try {
    const outcome = await act("submit", {
      interaction: modal.interaction, values: valuesOf(fields),
    });
    if (outcome.failed) fill(error, "Something went wrong. What you wrote is still here.");
    else dialog.close();
  } catch (refusal) {
    const field = fields.get(refusal.field);
    if (field) {
      field.setError(refusal.message);
      field.focus();
    } else {
      fill(error, refusal.message);
    }
  } finally {
    submit.disabled = false;
    submit.classList.remove("busy");
  }
}
