"""Finding terms and resources, and how they read (C9)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotFound
from bot.library.rules import KINDS, chosen, find_term
from bot.plans.loader import shipped
from bot.plans.rules.find import find_block
from bot.plans.values import Link, Resource, Term
from cogs.common.resource_text import resource_line
from cogs.library.panels import glossary_panel, resources_panel, term_panel
from cogs.plans.primers import with_primers

PLAN = shipped()
LONG = "*" * 80
FULL = replace(
    PLAN,
    glossary=tuple(
        Term(
            f"t{n}".ljust(40, "x"),
            LONG,
            "|" * 600,
            (Link(LONG, "https://e.example/" + "a" * 480),) * 5,
        )
        for n in range(200)
    ),
    resources=tuple(
        Resource(
            f"r{n}".ljust(40, "x"),
            kind,  # type: ignore[arg-type]  # of the dict's keys
            LONG,
            "_" * 200,
            by=LONG,
            url="https://e.example/" + "a" * 480,
        )
        for n in range(30)
        for kind in KINDS
    ),
)


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


def test_c9_resources_by_kind_and_block() -> None:
    assert len(chosen(PLAN)) == len(PLAN.resources)
    books = chosen(PLAN, "book", "theory")
    assert books
    assert all(book.kind == "book" and "theory" in book.blocks for book in books)
    kinds = [resource.kind for resource in chosen(PLAN)]
    assert list(dict.fromkeys(kinds)) == list(KINDS), "kind by kind"


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
    for page in (0, 5, 99):
        for panel in (
            glossary_panel(FULL, page),
            resources_panel(FULL, page=page),
            resources_panel(FULL, "book", page=page),
        ):
            assert panel.content_length() <= 4000
            assert panel.total_children_count <= 40
    assert term_panel(FULL, FULL.glossary[7]).content_length() <= 4000
    empty = replace(PLAN, glossary=(), resources=())
    assert "explains no terms" in str(glossary_panel(empty).to_components())  # type: ignore[no-untyped-call]
    assert "has none of these" in str(resources_panel(empty).to_components())  # type: ignore[no-untyped-call]
