/**
 * What was started and is not over yet. A message may be drawn anew while the bot is still at work;
 * the new element then shows that too, and gets the error if there is one.
 */

import { h } from "../dom.js";

/** Key → promise of the work under way. */
const running = new Map();

/**
 * Start `work` for `element`, unless the same is still under way. Meanwhile the element shows that
 * it is busy; should the work be refused, the reason appears at the end of the nearest `.works`.
 *
 * @param {HTMLElement} element
 * @param {string} key the same for the same element of a message drawn anew
 * @param {() => Promise<void>} work rejects with an Error whose message is for the person
 */
export function perform(element, key, work) {
  if (running.has(key)) return;
  element.closest(".works")?.querySelector(":scope > .error")?.remove();
  const promise = new Promise((resolve) => resolve(work())).finally(() => running.delete(key));
  running.set(key, promise);
  follow(element, promise);
}

/** Show on a new element what is still under way for its key. */
export function resume(element, key) {
  if (running.has(key)) follow(element, running.get(key));
}

async function follow(element, promise) {
  element.classList.add("busy");
  element.setAttribute("aria-busy", "true");
  try {
    await promise;
  } catch (error) {
    const holder = element.closest(".works");
    holder?.querySelector(":scope > .error")?.remove();
    holder?.append(h("p.error", { role: "alert", dir: "auto" }, error.message));
  } finally {
    element.classList.remove("busy");
    element.removeAttribute("aria-busy");
  }
}
