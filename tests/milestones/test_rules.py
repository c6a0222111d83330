"""States, counts, links, notes and search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.search import pick, search, several
from bot.milestones.rules import MAX_NOTE, changes_to, clean_note, count
from bot.milestones.values import Count, Status
from tests.plans.strategies import few

statuses = st.sampled_from(Status)
TITLES = [
    ("theory-problem-sets", "Problem sets on matrix calculus"),
    ("projects-first-pr", "First merged pull request"),
    ("practice-latency", "A large model optimised for latency"),
    ("projects-demo", "Project demo for an audience"),
]


@few
@given(st.lists(statuses))
def test_p5_counts_leave_skipped_ones_out(states: list[Status]) -> None:
    tally = count(states)
    assert tally.total + tally.skipped == len(states)
    assert tally.done + tally.in_progress <= tally.total
    assert tally.done == states.count(Status.DONE)


def test_p5_nothing_counts_as_nothing() -> None:
    assert count([]) == Count(done=0, in_progress=0, skipped=0, total=0)


@few
@given(statuses, statuses)
def test_p3_only_undo_opens_what_is_done(now: Status, wanted: Status) -> None:
    if now is Status.DONE and wanted is not Status.DONE:
        with pytest.raises(UserError, match="/milestone undo"):
            changes_to(now, wanted)
    else:
        assert changes_to(now, wanted) == (now != wanted)


def test_p4_a_note_fits_up_to_its_limit_and_longer_ones_come_back() -> None:
    assert clean_note("x" * MAX_NOTE) == "x" * MAX_NOTE
    assert clean_note("  two\nlines\x00 ") == "two\nlines"
    assert clean_note(" ") is clean_note(None) is None
    with pytest.raises(UserError, match=r"4,000 characters, and 1,000 fit") as caught:
        clean_note("y" * 4000)
    assert caught.value.typed == "y" * 4000


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pull", "projects-first-pr"),
        ("PROBLEM", "theory-problem-sets"),
        ("latensy", "practice-latency"),
        ("merged pul requst", "projects-first-pr"),
        ("projects-demo", "projects-demo"),
        ("pro", "theory-problem-sets"),
    ],
)
def test_search_takes_substrings_first_then_likeness(typed: str, first: str) -> None:
    assert search(TITLES, typed)[0] == first


def test_search_gives_all_for_nothing_and_nothing_for_nonsense() -> None:
    assert search(TITLES, "") == [key for key, _ in TITLES]
    assert search(TITLES, "", limit=2) == [key for key, _ in TITLES[:2]]
    assert search(TITLES, "zzzzqqq") == []


@few
@given(st.text(max_size=6000))
def test_search_and_pick_take_any_text(typed: str) -> None:
    assert set(search(TITLES, typed)) <= {key for key, _ in TITLES}
    assert pick(TITLES, typed) in {None, *(key for key, _ in TITLES)}


def test_pick_is_sure_or_says_nothing() -> None:
    assert pick(TITLES, "first merged PULL request ") == "projects-first-pr"
    assert pick(TITLES, "latency") == "practice-latency"
    assert [pick(TITLES, typed) for typed in ("pr", "", "latensy")] == [None] * 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vc dimension", "vc"),
        ("bias variance", "bias"),
        ("resume", "resume"),
        ("ＭＬＯｐｓ", "ops"),
        ("q learning", "q"),
        ("c++", None),
        ("learning", None),
    ],
)
def test_accents_and_signs_between_words_do_not_matter_where_nothing_else_fits(
    typed: str, meant: str | None
) -> None:
    titles = [
        ("vc", "VC-dimension"),
        ("bias", "Bias–variance trade-off"),
        ("resume", "Résumé"),
        ("ops", "MLOps"),
        ("c", "C"),
        ("pac", "PAC learning"),
        ("q", "Q-learning, deep"),
    ]
    assert pick(titles, typed) == meant
    assert search(titles, typed)[:1] == ([meant] if meant else search(titles, typed)[:1])
    assert several(titles, typed) == (["pac", "q"] if typed == "learning" else [])
