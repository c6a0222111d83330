"""What is stated ranks without the learned part: nominations, interests, exclusions (A6, A10)."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from bot.ranking import Block, Candidate, Interests, plain
from tests.ranking.papers import TODAY, asked, nominated, paper


def keys(*candidates: Candidate, **other: Any) -> list[str]:
    return [each.key for each in plain(asked(*candidates, **other)).shortlist]


def test_a10_the_oldest_two_nominations_stand_first_and_the_others_wait() -> None:
    waiting = [nominated("3", 5), nominated("1", 20, by=4), nominated("2", 9)]
    assert keys(*waiting, paper("9"), paper("8")) == ["3", "2", "8", "9"]


def test_a10_a_nomination_stands_above_exclusions_and_the_floor() -> None:
    wish = nominated("1", 5, title="On pruning", by=2)
    found = plain(asked(wish, interests=Interests(excluded_words=("pruning",)), floor=500.0))
    assert [each.reasons for each in found.shortlist] == [("nominated by two members",)]


@pytest.mark.parametrize(
    "left_out",
    [
        Interests(excluded_words=("Vision-language models",)),
        Interests(excluded_authors=("Ada LOVELACE",)),
        Interests(excluded_categories=("cs.CV",)),
    ],
)
def test_a6_what_members_leave_out_is_not_proposed(left_out: Interests) -> None:
    unwanted = paper(
        "1", "A vision language model", authors=("Ada Lovelace",), categories=("cs.LG", "cs.CV")
    )
    assert keys(unwanted, paper("2"), interests=left_out) == ["2"]


def test_a2_cross_listings_are_proposed_only_where_the_group_wants_them() -> None:
    cross = paper("1", new_in=(), cross_in=("cs.LG",))
    assert keys(cross) == []
    assert keys(cross, include_cross=True) == ["1"]


def test_a6_the_floor_leaves_a_quiet_week_short() -> None:
    week = [paper("1", "Knowledge distillation"), paper("2")]
    wishes = Interests(words=("distillation",))
    assert keys(*week, interests=wishes, floor=1.0) == ["1"]


def test_a6_the_same_papers_give_the_same_order_however_they_come() -> None:
    week = [paper(str(number), f"Word{number % 7} and more") for number in range(40)]
    expected = plain(asked(*week, interests=Interests(words=("word3",))))
    random.Random(1).shuffle(week)
    assert plain(asked(*week, interests=Interests(words=("word3",)))) == expected


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        (paper("2", categories=("cs.CV",)), paper("1")),
        (paper("2"), paper("1", new_in=(), cross_in=("cs.LG",))),
        (paper("2"), paper("1", announced_on=TODAY - timedelta(days=3))),
        (paper("2", "On pruning"), paper("1", abstract="On pruning.")),
        (paper("2", venue="ICML"), paper("1")),
    ],
    ids=["a followed category", "new", "newer", "in the title", "accepted"],
)
def test_a6_each_of_these_raises_a_paper(higher: Candidate, lower: Candidate) -> None:
    wishes = Interests(words=("pruning",), categories=("cs.CV",))
    assert keys(lower, higher, interests=wishes, include_cross=True) == ["2", "1"]


def test_a6_a_paper_of_which_nothing_else_can_be_said_is_new() -> None:
    assert [each.reasons for each in plain(asked(paper("1"))).shortlist] == [("new this week",)]


def test_reasons_are_parts_in_words_and_never_a_category() -> None:
    wishes = Interests(
        words=("quantization", "graphs"), authors=("Grace Hopper",), categories=("cs.LG",)
    )
    wanted = paper(
        "1",
        "Quantisation of a graph",
        authors=("Grace Hopper",),
        venue="ICML 2026",
        is_runner_up=True,
    )
    blocks = (Block("block 2: quantisation", ("quantisation",)),)
    (found,) = plain(asked(wanted, interests=wishes, blocks=blocks)).shortlist
    assert found.block == "block 2: quantisation"
    assert found.reasons == (
        "about quantization, graphs",
        "by Grace Hopper",
        "close to being chosen before",
    )
    (found,) = plain(asked(paper("1", venue="ICML 2026"), interests=wishes)).shortlist
    assert found.reasons == ("accepted at ICML 2026",)


def test_u3_papers_for_one_block_take_two_places_while_others_are_worth_them() -> None:
    """Its points lift all of its papers; on one theme with one another they need not be."""
    serving = [
        paper(str(n), f"Quantisation and pruning of {word}", f"All {word}.")
        for n, word in enumerate(("birds", "rivers", "bridges", "songs", "letters"), start=1)
    ]
    others = [paper(str(n)) for n in (6, 7, 8)]
    blocks = (Block("block 2: quantisation", ("quantisation", "pruning"), members=3),)
    found = plain(asked(*serving, *others, blocks=blocks))
    assert [each.block is not None for each in found.ordered] == [True] * 5 + [False] * 3
    assert sum(each.block is not None for each in found.shortlist) == 2
    assert len(found.shortlist) == 5
    alone = plain(asked(*serving, *others[:1], blocks=blocks)).shortlist
    assert len(alone) == 5, "no place stays empty for that"
    two = (*blocks, Block("block 3: songs", ("songs", "letters", "bridges"), members=30))
    assert sum(bool(each.block) for each in plain(asked(*serving, blocks=two)).shortlist) == 5


def test_a6_words_are_found_with_and_without_their_accents() -> None:
    week = (paper("1", "Muller flow"), paper("2", "Schrödinger bridges"), paper("3"))
    wishes = Interests(words=("Müller flow", "schrodinger"))
    reasons = [each.reasons for each in plain(asked(*week, interests=wishes)).ordered]
    assert reasons == [("about Müller flow",), ("about schrodinger",), ("new this week",)]
    left_out = Interests(excluded_words=("Schrodinger",), lowered_words=("muller",))
    assert [each.key for each in plain(asked(*week, interests=left_out)).ordered] == ["3"]
