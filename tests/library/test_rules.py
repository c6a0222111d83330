"""Finding terms and things to learn from, and how they read (C9)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotFound, UserError
from bot.inputs.links import address_key
from bot.library.rules import (
    KEY,
    MAX_TOPIC,
    find_entry,
    find_term,
    given_links,
    library_of,
    link_named,
    links_in,
    on_shelf,
    shelf_of,
    suggestion_text,
    title_of,
    topic_words,
    topics,
)
from bot.library.values import (
    Decision,
    Desk,
    Entry,
    Library,
    Report,
    ResourceKind,
    Shelf,
    Suggestion,
    SuggestionText,
)
from bot.plans.loader import shipped
from bot.plans.rules.find import find_block
from bot.plans.rules.links import with_links_now
from bot.plans.values import Link, Resource, Term
from cogs.common.resource_text import resource_line
from cogs.library.desk_panels import desk_panel, report_panel, suggestion_panel
from cogs.library.panels import entry_panel, glossary_panel, resources_panel, term_panel
from cogs.library.style import KINDS
from cogs.plans.primers import with_primers

PLAN = shipped()
LIBRARY = library_of(PLAN)
LONG = "*" * 80
FULL = library_of(
    replace(
        PLAN,
        glossary=tuple(
            Term(
                f"t{n}".ljust(40, "x"),
                LONG,
                "|" * 600,
                tuple(Link(LONG, f"https://e.example/{each}" + "a" * 480) for each in range(5)),
            )
            for n in range(200)
        ),
        resources=tuple(
            Resource(
                f"r{n}".ljust(40, "x"),
                kind.value,  # type: ignore[arg-type]  # of the kinds that a plan knows
                LONG,
                "_" * 200,
                by=LONG,
                url=f"https://e.example/{kind}/{n}/" + "a" * 460,
                blocks=tuple(block.id for block in PLAN.blocks),
            )
            for n in range(30)
            for kind in KINDS
            if kind is not ResourceKind.PAPER
        ),
    )
)
BOOK = SuggestionText(ResourceKind.BOOK, "Owls", "Good", "https://owl.example/a", "theory")


def suggestion(text: SuggestionText = BOOK, number: int = 1) -> Suggestion:
    return Suggestion(number, text, Decision.ACCEPTED, None, None)


@pytest.mark.parametrize(
    ("typed", "term"), [("mlops", "MLOps"), ("VC-dim", "VC-dimension"), ("sota", "SOTA")]
)
def test_c9_a_term_by_id_title_or_part(typed: str, term: str) -> None:
    assert find_term(PLAN, typed).term == term


@given(st.text())
def test_c9_any_text_finds_one_or_is_refused(typed: str) -> None:
    for find in (find_term, find_block):
        try:
            find(PLAN, typed)
        except NotFound:
            continue
    assert len(topic_words(typed)) <= MAX_TOPIC
    assert ":" not in topic_words(typed), "it stands on buttons"
    on_shelf(LIBRARY, Shelf(topic=typed))


def test_c9_things_to_learn_from_by_kind_and_block_and_topic() -> None:
    everything = on_shelf(LIBRARY, Shelf())
    assert len(everything) == len(PLAN.resources) + len(PLAN.papers)
    books = on_shelf(LIBRARY, Shelf("book", "theory"))
    assert books
    assert all(book.kind == "book" and "theory" in book.blocks for book in books)
    kinds = [entry.kind for entry in everything]
    assert list(dict.fromkeys(kinds)) == list(ResourceKind), "kind by kind"
    assert "MLOps" in topics(LIBRARY)
    for topic in topics(LIBRARY):
        assert on_shelf(LIBRARY, Shelf(topic=topic)), topic
    found = {entry.title for entry in on_shelf(LIBRARY, Shelf(topic="rademacher PAC"))}
    assert any("Rademacher" in title for title in found), "words of a title, in any order"
    assert on_shelf(LIBRARY, Shelf(topic="nothing of the kind")) == ()


def test_c9_a_topic_in_two_spellings_is_one() -> None:
    resources = (
        Resource("a", "docs", "A", "t", topic="ML Ops"),
        Resource("b", "docs", "B", "t", topic="ml ops"),
    )
    assert topics(library_of(replace(PLAN, resources=resources))) == ["ml ops"]


def test_c9_the_papers_of_the_plan_are_things_to_learn_from() -> None:
    papers = on_shelf(LIBRARY, Shelf("paper"))
    assert [paper.title for paper in papers] == [paper.title for paper in PLAN.papers]
    assert all(paper.blocks and paper.url for paper in papers)
    for paper, named in zip(papers, PLAN.papers, strict=True):
        others = " et al." if len(named.authors) > 1 else ""
        assert paper.by == f"{named.authors[0]}{others}, {named.year}"


def test_c9_what_members_suggested_stands_with_the_plans_and_a_link_once() -> None:
    url = PLAN.resources[0].url or ""
    again = replace(BOOK, title="Twice", url=url)
    found = library_of(PLAN, [suggestion(), suggestion(again, 2)])
    assert [entry.added for entry in on_shelf(found, Shelf("book", "theory"))][-1] == 1
    assert "Twice" not in [entry.title for entry in found.entries]


def test_c9_a_link_is_replaced_wherever_it_stands_and_by_what_it_was_it_is_known() -> None:
    url = next(entry.url for entry in LIBRARY.entries if entry.url)
    key, now = address_key(url), "https://owl.example/new"
    found = library_of(PLAN, replaced={key: now})
    [entry] = [each for each in found.entries if each.link_key == key]
    assert entry.url == now
    assert entry.key == next(each.key for each in LIBRARY.entries if each.link_key == key)
    assert given_links(found, address_key(now)) == {key: url}
    assert link_named(found, address_key(now)[:KEY]) == (address_key(now), now)
    assert title_of(found, address_key(now)) == entry.title
    dead = library_of(PLAN, replaced={key: None})
    assert link_named(dead, key[:KEY]) == (key, None)
    assert key not in links_in(dead)
    assert "is dead" in resources_text(dead)
    assert "An organiser says that its link is dead" in entry_text(
        dead, find_entry(dead, entry.key)
    )
    with pytest.raises(NotFound):
        find_entry(LIBRARY, "")
    for forged in ("", key[:3], "f" * 64):
        with pytest.raises(NotFound):
            link_named(LIBRARY, forged)


def test_c9_of_what_the_plan_reports_dead_the_link_is_gone_until_another_is_put_there() -> None:
    [dead] = [entry for entry in LIBRARY.entries if entry.instead]
    key, instead = dead.link_key, dead.instead
    assert key is not None
    assert instead is not None
    assert dead.url is None
    assert key not in links_in(LIBRARY), "it is not checked either"
    assert link_named(LIBRARY, key) == (key, None)
    shown = entry_text(LIBRARY, dead)
    assert f"⊘ Reported dead; in its place [{instead.title}]" in shown
    assert str(dead.given) not in shown
    moved, newer = "https://owl.example/moved", "https://owl.example/newer"
    found = library_of(PLAN, replaced={key: moved, address_key(instead.url or ""): newer})
    alive = find_entry(found, dead.key)
    assert (alive.url, alive.instead) == (moved, None)
    found = library_of(PLAN, replaced={address_key(instead.url or ""): newer})
    assert newer in entry_text(found, find_entry(found, dead.key))


def test_c9_p14_the_plans_pages_have_what_stands_in_the_place_of_a_link() -> None:
    first, second = Link("P", "https://e.example/p"), Link("Q", "https://e.example/q")
    resources = (
        Resource("a", "docs", "A", "t", url="https://e.example/a", instead="b"),
        Resource("b", "docs", "B", "t", url="https://e.example/b"),
        Resource("c", "docs", "C", "t"),
    )
    plan = replace(PLAN, glossary=(Term("t", "T", "t", (first, second)),), resources=resources)
    moved = {first.url: None, second.url: "https://e.example/q2", "https://e.example/b": None}
    now = with_links_now(plan, {address_key(url): now for url, now in moved.items()})
    assert now.glossary[0].links == (Link("Q", "https://e.example/q2"),)
    assert now.resources == (resources[0], replace(resources[1], url=None), resources[2])
    alive = with_links_now(plan, {address_key("https://e.example/a"): "https://e.example/a2"})
    assert (alive.resources[0].url, alive.resources[0].instead) == ("https://e.example/a2", None)
    assert with_links_now(plan, {}) == plan


def test_c9_a_dead_link_of_a_term_is_not_reported_again() -> None:
    elsewhere = {entry.link_key for entry in LIBRARY.entries}
    term, key = next(
        (term, key)
        for term in PLAN.glossary
        if len(term.links) == 1 and (key := address_key(term.links[0].url)) not in elsewhere
    )
    dead = library_of(PLAN, replaced={key: None})
    for library, is_offered in ((LIBRARY, True), (dead, False)):
        panel = str(term_panel(library, term).to_components())  # type: ignore[no-untyped-call]
        assert (key[:KEY] in panel) is (key in links_in(library)) is is_offered
        assert title_of(library, key) == f"{term.term}: {term.links[0].title}"


def test_c9_what_was_decided_on_is_not_decided_again() -> None:
    decided = suggestion()
    for found, can in ((decided, False), (replace(decided, decision=Decision.WAITING), True)):
        panel = str(suggestion_panel(found).to_components())  # type: ignore[no-untyped-call]
        assert ("Accept" in panel) is can


def test_c9_two_links_that_moved_to_one_address_are_both_known_by_it() -> None:
    urls = [entry.url for entry in LIBRARY.entries if entry.url][:2]
    given = {address_key(url): url for url in urls}
    found = library_of(PLAN, replaced=dict.fromkeys(given, "https://owl.example/both"))
    assert given_links(found, address_key("https://owl.example/both")) == given


def entry_text(library: Library, entry: Entry) -> str:
    return str(entry_panel(library, entry, Shelf()).to_components())  # type: ignore[no-untyped-call]


def resources_text(library: object) -> str:
    return str(resources_panel(library, Shelf()).to_components())  # type: ignore[arg-type, no-untyped-call]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": ""}, "needs a link"),
        ({"url": "ftp://a.example"}, "only web pages fit"),
        ({"title": "\u3164"}, "needs a title"),
        ({"title": "x" * 81}, "80 fit"),
        ({"text": " "}, "what it helps with"),
        ({"kind": "song"}, "Choose what it is"),
    ],
)
def test_c9_a_suggestion_that_cannot_be_kept_is_given_back(
    changed: dict[str, str], said: str
) -> None:
    typed = {"kind": "book", "title": "Owls", "text": "Good", "url": "owl.example", "block": "x"}
    assert suggestion_text(PLAN, **typed).block == "", "a forged block is none"
    with pytest.raises(UserError, match=said) as refused:
        suggestion_text(PLAN, **(typed | changed))
    assert refused.value.typed


def test_c9_a_dead_link_is_not_shown_and_its_replacement_is() -> None:
    [dead] = [resource for resource in PLAN.resources if resource.instead]
    line = resource_line(dead, PLAN.instead_of(dead))
    assert "Reported dead; in its place [" in line
    assert "https://arxiv.org/list/cs.LG/recent" in line
    assert "arxiv-sanity.com" not in line


def test_p14_a_topic_leads_to_the_first_link_of_each_term() -> None:
    terms = (
        Term(
            "a", "PAC", "t", (Link("P", "https://e.example/pac"), Link("Q", "https://e.example/q"))
        ),
        Term("b", "PAC learning", "t", (Link("L", "https://e.example/learning"),)),
        Term("c", "unlinked", "t"),
    )
    assert with_primers("Newer: pac learning, PAC, unlinked, PACT *x*", terms) == (
        "Newer: [pac learning](<https://e.example/learning>), [PAC](<https://e.example/pac>), "
        "unlinked, PACT \\*x\\*"
    )
    assert with_primers("a *b*", ()) == "a \\*b\\*"


def test_c9_the_fullest_pages_fit() -> None:
    shelf = Shelf("newsletter", "a" * 40, "w" * MAX_TOPIC)
    text = SuggestionText(ResourceKind.DOCS, LONG, "_" * 200, "https://e.example/" + "(" * 120, "")
    waiting = replace(suggestion(text), decision=Decision.WAITING, user_id=2**62)
    reported = Report("f" * 64, text.url, "*" * 250, 500, (text.url,) * 9)
    desk = Desk((waiting,) * 20, (reported,) * 20)
    panels = [
        panel
        for page in (0, 5, 99)
        for panel in (
            glossary_panel(FULL, page),
            resources_panel(FULL, Shelf(), page, is_organiser=True, said="Done."),
            resources_panel(FULL, Shelf("book"), page),
            desk_panel(desk, page, said="Done."),
        )
    ]
    panels += [
        resources_panel(FULL, shelf),
        entry_panel(FULL, FULL.entries[0], shelf, 99, is_organiser=True),
        term_panel(FULL, FULL.plan.glossary[7]),
        suggestion_panel(waiting),
        report_panel(reported),
    ]
    for panel in panels:
        assert panel.content_length() <= 4000
        assert panel.total_children_count <= 40
    empty = library_of(replace(PLAN, glossary=(), resources=(), papers=()))
    assert "explains no terms" in str(glossary_panel(empty).to_components())  # type: ignore[no-untyped-call]
    assert "There are none of these" in resources_text(empty)


def test_c9_a_shelf_that_a_client_made_up_is_all_of_it() -> None:
    made_up = shelf_of(LIBRARY, "x" * 80, "y" * 80, "z: z" * 80)
    assert (made_up.kind, made_up.block) == ("", "")
    assert len(made_up.topic) <= MAX_TOPIC
    assert shelf_of(LIBRARY, "book", "theory", "PAC") == Shelf("book", "theory", "pac")
    resources_panel(LIBRARY, made_up)
