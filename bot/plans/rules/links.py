"""What stands in the place of a plan's links, where organisers put something there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.inputs.links import address_key
from bot.plans.values import Link, Plan, Resource, Term


def link_now(url: str, replaced: Mapping[str, str | None]) -> str | None:
    """What stands in the place of a link: itself, another, or None where it is called dead."""
    return replaced.get(address_key(url), url)


def with_links_now(plan: Plan, replaced: Mapping[str, str | None]) -> Plan:
    """The plan with what organisers put in the place of its links; papers keep theirs."""
    if not replaced:
        return plan
    glossary = (replace(term, links=tuple(_links_now(term, replaced))) for term in plan.glossary)
    resources = (_resource_now(resource, replaced) for resource in plan.resources)
    return replace(plan, glossary=tuple(glossary), resources=tuple(resources))


def _links_now(term: Term, replaced: Mapping[str, str | None]) -> Iterator[Link]:
    for link in term.links:
        url = link_now(link.url, replaced)
        if url is not None:
            yield replace(link, url=url)


def _resource_now(resource: Resource, replaced: Mapping[str, str | None]) -> Resource:
    if resource.url is None or address_key(resource.url) not in replaced:
        return resource
    url = link_now(resource.url, replaced)
    return replace(resource, url=url, instead=resource.instead if url is None else None)
