"""Finding terms and things to learn from, and what may be suggested. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.errors import NotFound, UserError
from bot.inputs.links import address_key, clean_link, key_of
from bot.inputs.search import pick
from bot.inputs.text import first_characters, folded, visible_line
from bot.library.values import Entry, Library, ResourceKind, Shelf, Suggestion, SuggestionText
from bot.plans.rules.links import link_now
from bot.plans.values import Paper, Plan, Resource, Term

MAX_TITLE, MAX_TEXT, MAX_URL = 80, 200, 500
MAX_TOPIC = 24
"""What of a typed topic is looked for; it stands on buttons."""

KEY = 20
"""How much of a link's key stands on buttons."""


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


def library_of(
    plan: Plan,
    accepted: Iterable[Suggestion] = (),
    replaced: Mapping[str, str | None] = MappingProxyType({}),
) -> Library:
    """All that there is to learn from, kind by kind, what the plan has first; each link once."""
    order = list(ResourceKind)
    entries: dict[str, Entry] = {}
    for entry in (*_of_plan(plan), *map(_of_suggestion, accepted)):
        entries.setdefault(entry.key, _with_link(entry, replaced))
    found = sorted(entries.values(), key=lambda entry: order.index(entry.kind))
    return Library(plan, tuple(found), replaced)


def shelf_of(library: Library, kind: str, block: str, topic: str) -> Shelf:
    """What a client asks for: a kind and a block that there are, or all, and words of a topic."""
    return Shelf(
        kind if kind in set(ResourceKind) else "",
        block if library.plan.block(block) else "",
        topic_words(topic),
    )


def on_shelf(library: Library, shelf: Shelf) -> tuple[Entry, ...]:
    """What of a library somebody looks at; a topic is words of title, text, maker or topic."""
    words = topic_words(shelf.topic).split()
    return tuple(
        entry
        for entry in library.entries
        if shelf.kind in ("", entry.kind)
        and (not shelf.block or shelf.block in entry.blocks)
        and (not words or _is_about(entry, words))
    )


def topics(library: Library) -> list[str]:
    """The topics that the library names, each once."""
    named = (entry.topic for entry in library.entries if entry.topic)
    return list({folded(topic): topic for topic in named}.values())


def topic_words(typed: str) -> str:
    """What of a typed topic is looked for: letters and digits alone, which fit a button's id."""
    return first_characters(folded(typed), MAX_TOPIC).strip()


def find_entry(library: Library, key: str) -> Entry:
    """The entry that a button names.

    Raises:
        NotFound: it is not in the library any more.
    """
    found = next((entry for entry in library.entries if entry.key == key), None)
    if found is None:
        raise NotFound("That is not in the library any more. `/resources` has what there is.")
    return found


def links_in(library: Library) -> dict[str, str]:
    """Every link that the library shows, by what names it, whatever it was at first."""
    given = [entry.url for entry in library.entries if entry.url is not None]
    for term in library.plan.glossary:
        given += [now for link in term.links if (now := link_now(link.url, library.replaced))]
    return {address_key(url): url for url in given}


def link_named(library: Library, key: str) -> tuple[str, str | None]:
    """Key and address of the link that a button names by the beginning of its key.

    One that is called dead has its key, and no address.

    Raises:
        NotFound: the library does not have it any more.
    """
    dead = {given: None for given in _given_links(library) if not library.replaced.get(given)}
    for link_key, url in {**dead, **links_in(library)}.items():
        if link_key.startswith(key) and len(key) >= KEY:
            return link_key, url
    raise NotFound("That link is not in the library any more. `/resources` has what there is.")


def title_of(library: Library, link_key: str) -> str:
    """What the link with this key leads to, by the title that stands beside it."""
    for entry in library.entries:
        if link_key in (entry.link_key, entry.url and address_key(entry.url)):
            return entry.title
    for term in library.plan.glossary:
        for link in term.links:
            now = link_now(link.url, library.replaced)
            if link_key in (address_key(link.url), now and address_key(now)):
                return f"{term.term}: {link.title}"
    return "A link"


def button_key(link_key: str) -> str:
    """What of a link's key stands on buttons; they could not hold it all."""
    return first_characters(link_key, KEY)


def given_links(library: Library, link_key: str) -> dict[str, str]:
    """The addresses that the plan or members gave where the link with this key stands now.

    By their keys.
    """

    def now(given: str) -> str:
        url = library.replaced.get(given)
        return address_key(url) if url else given

    return {key: url for key, url in _given_links(library).items() if now(key) == link_key}


def suggestion_text(
    plan: Plan, *, kind: str, title: str, text: str, url: str, block: str
) -> SuggestionText:
    """A suggestion as it is kept, from what somebody typed.

    Raises:
        UserError: something is missing or cannot be kept; it carries what was typed.
    """
    try:
        link = clean_link(url)
        if link is None:
            raise UserError("A suggestion needs a link, such as `https://…`.")
        if kind not in set(ResourceKind):
            raise UserError("Choose what it is: a course, a book, a paper, …")
        return SuggestionText(
            ResourceKind(kind),
            _line(title, MAX_TITLE, "A suggestion needs a title."),
            _line(text, MAX_TEXT, "Say in a line what it helps with."),
            link,
            block if plan.block(block) else "",
        )
    except UserError as error:
        error.typed = "\n\n".join(filter(None, (url, title, text)))
        raise


def _given_links(library: Library) -> dict[str, str]:
    """All addresses that the plan or members gave, by their keys, whatever stands there now."""
    found = [link.url for term in library.plan.glossary for link in term.links]
    found += [entry.given for entry in library.entries if entry.given is not None]
    return {address_key(url): url for url in found}


def _line(typed: str, limit: int, missing: str) -> str:
    line = visible_line(typed)
    if not line:
        raise UserError(missing)
    if len(line) > limit:
        raise UserError(f"That has {len(line):,} characters, and {limit} fit.")
    return line


def _is_about(entry: Entry, words: Iterable[str]) -> bool:
    said = folded(" ".join(filter(None, (entry.title, entry.text, entry.by, entry.topic))))
    return all(word in said for word in words)


def _of_plan(plan: Plan) -> Iterator[Entry]:
    for resource in plan.resources:
        yield _of_resource(plan, resource)
    for paper in plan.papers:
        yield _of_paper(plan, paper)


def _of_resource(plan: Plan, resource: Resource) -> Entry:
    return Entry(
        _key(resource.url, resource.kind, resource.id),
        ResourceKind(resource.kind),
        resource.title,
        resource.text,
        resource.by,
        resource.url,
        resource.topic,
        resource.blocks,
        plan.instead_of(resource),
    )


def _of_paper(plan: Plan, paper: Paper) -> Entry:
    first, *others = paper.authors
    blocks = (
        block.id
        for block in plan.blocks
        if any(component.id == paper.component for component in block.components)
    )
    return Entry(
        _key(paper.url, ResourceKind.PAPER, paper.arxiv),
        ResourceKind.PAPER,
        paper.title,
        paper.why,
        f"{first} et al., {paper.year}" if others else f"{first}, {paper.year}",
        paper.url,
        blocks=tuple(blocks),
    )


def _of_suggestion(suggestion: Suggestion) -> Entry:
    text = suggestion.text
    return Entry(
        _key(text.url, text.kind, text.title),
        text.kind,
        text.title,
        text.text,
        url=text.url,
        blocks=(text.block,) if text.block else (),
        added=suggestion.id,
    )


def _with_link(entry: Entry, replaced: Mapping[str, str | None]) -> Entry:
    """The entry with the link that an organiser put in the place of its own.

    Where none did, one that the plan reports dead has no link.
    """
    if entry.url is None:
        return entry
    is_dead = entry.instead is not None and address_key(entry.url) not in replaced
    url = None if is_dead else link_now(entry.url, replaced)
    instead = entry.instead if url is None else None
    if instead is not None and instead.url is not None:
        instead = replace(instead, url=link_now(instead.url, replaced))
    return replace(entry, url=url, given=entry.url, instead=instead)


def _key(url: str | None, kind: str, name: str) -> str:
    return button_key(key_of(kind, name) if url is None else address_key(url))
