/** On narrow screens places and members are drawers over the conversation: at most one is open. */

const DRAWERS = ["shows-places", "shows-members"];

/** Open a drawer, or close it. */
export function toggleDrawer(name) {
  const opens = !document.body.classList.contains(name);
  closeDrawers();
  document.body.classList.toggle(name, opens);
}

/** Close whichever is open. */
export function closeDrawers() {
  document.body.classList.remove(...DRAWERS);
}

/** A press beside a drawer and Escape close it. */
export function followDrawers(conversation) {
  conversation.addEventListener("click", (event) => {
    if (!event.target.closest(".toggle")) closeDrawers();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawers();
  });
}
