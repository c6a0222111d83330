"""Finding terms and resources in a plan. Pure."""

from __future__ import annotations

from bot.errors import NotFound
from bot.inputs.search import pick
from bot.plans.values import Plan, Resource, Term

KINDS = {
    "course": "Courses",
    "docs": "Tutorials and documentation",
    "forum": "Forums and communities",
    "newsletter": "Newsletters",
    "book": "Books",
    "article": "Articles",
}
"""The kinds of resources in the order in which they are listed, as headings."""

EVERY = ""
"""In place of a kind or of a block's id: all of them."""


def find_term(plan: Plan, typed: str) -> Term:
    """The term with this id or title, or the only one whose title holds the text.

    Raises:
        NotFound: none or several do.
    """
    found = pick([(term.id, term.term) for term in plan.glossary], typed)
    for term in plan.glossary:
        if term.id == found:
            return term
    raise NotFound("The glossary has no such term. Pick one as you type, or leave it empty.")


def chosen(plan: Plan, kind: str = EVERY, block_id: str = EVERY) -> tuple[Resource, ...]:
    """The resources of a kind and for a block, kind by kind, in the plan's order in each."""
    order = list(KINDS)
    found = [
        resource
        for resource in plan.resources
        if kind in (EVERY, resource.kind) and (not block_id or block_id in resource.blocks)
    ]
    return tuple(sorted(found, key=lambda resource: order.index(resource.kind)))
