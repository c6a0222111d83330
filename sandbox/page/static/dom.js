/**
 * Making elements. Text only ever becomes text nodes, so nothing a person or a bot wrote can turn
 * into markup; addresses are checked before they become links.
 */

/**
 * An element: `h("button.primary", { type: "button", onclick }, "Send")`.
 *
 * @param {string} spec tag and classes, as in `p.small.muted`
 * @param {object} [props] `on…` functions listen, `dataset` is merged, true sets an empty
 *   attribute, null, undefined and false set none, everything else becomes an attribute
 * @param {...*} children nodes, texts or (nested) lists of them; null, undefined and false are
 *   left out
 * @returns {HTMLElement}
 */
export function h(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** Append children as {@link h} takes them. */
export function append(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
}

/** Replace everything in `parent` by these children. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * Like {@link fill}, but what is there already stays: a press or a focus survives an update.
 *
 * Elements with the same `data-key` are the same; others are by place and kind. One that listens to
 * anything needs a key that says what it acts on, since it keeps its first listener.
 */
export function refill(parent, ...children) {
  const wanted = document.createDocumentFragment();
  append(wanted, children);
  const keyed = new Map([...parent.children].filter((each) => each.dataset.key)
    .map((each) => [each.dataset.key, each]));
  const nodes = [...wanted.childNodes];
  nodes.forEach((node, index) => {
    const there = parent.childNodes[index];
    const old = node.dataset?.key ? keyed.get(node.dataset.key) : there;
    if (!old || old.nodeName !== node.nodeName || old.dataset?.key !== node.dataset?.key) {
      parent.insertBefore(node, there ?? null);
    } else {
      if (old !== there) parent.insertBefore(old, there ?? null);
      become(old, node);
    }
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

/** Let one element look like another of its kind. */
function become(old, wanted) {
  if (old.isEqualNode(wanted)) return;
  if (old.nodeType === Node.TEXT_NODE) {
    old.data = wanted.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if ("checked" in old) old.checked = wanted.checked;
  refill(old, [...wanted.childNodes]);
}

/** The address if it is safe to follow (http, https), else null. */
export function safeAddress(text) {
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** The address if a picture may be loaded from it: only from this very server, else null. */
export function ownAddress(text) {
  const address = safeAddress(text);
  return address && new URL(address).origin === location.origin ? address : null;
}

/** A link that opens beside the page and tells its target nothing. */
export function link(address, ...children) {
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children);
}
