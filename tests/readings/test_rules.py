"""What fits a search, and what files hold: pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv.values import Paper
from bot.errors import UserError
from bot.file_text import cell
from bot.follow_ups.values import Figure
from bot.inputs.search import MAX_WORDS
from bot.inputs.text import folded
from bot.papers.values import ChosenPaper, RoundDecision, Total
from bot.readings.rules.files import as_markdown, files_of
from bot.readings.rules.filters import (
    block_number,
    blocks_of,
    fits,
    month_named,
    months_of,
    search_words,
)
from bot.readings.values import ExportedReading, Filters, Reading
from bot.reproductions.values import Outcome

AT = datetime(2026, 3, 6, 17, tzinfo=UTC)


def reading(title: str = "Attention", **changes: Any) -> Reading:
    paper = Paper("2603.00001", title, ("Ana Müller",), "", ("cs.LG",))
    chosen = ChosenPaper(
        round_id=1,
        paper=paper,
        searched=folded(f"{title} Ana Müller cs.LG Machine Learning"),
        period=date(2026, 3, 2),
        opened_at=AT,
        closed_at=AT,
        decision=RoundDecision.BALLOTS,
        ballots=5,
        approvals=3,
        block="block 2: Practical skills",
        thread_id=9,
    )
    values: dict[str, Any] = {
        "paper": paper,
        "chosen": chosen,
        "chosen_on": date(2026, 3, 6),
        "outcome": Outcome.NOT_TRIED,
        "block": 2,
        "words": f" {chosen.searched} ",
        **changes,
    }
    return Reading(**values)


def file_text(name: str, some: Sequence[ExportedReading]) -> str:
    """What stands in one of their files."""
    (content,) = (file.content for file in files_of(some) if file.name == name)
    return content.decode("utf-8-sig")


def exported(title: str = "Attention", figure: Figure | None = None) -> ExportedReading:
    totals = (Total(1, "2603.00001", title, 3), Total(2, "2603.00002", "Other", None))
    return ExportedReading(reading(title), totals, figure)


@pytest.mark.parametrize(
    ("wanted", "is_there"),
    [
        (Filters(), True),
        (Filters(words="muller"), True),
        (Filters(words="atten machine"), True),
        (Filters(words="tention"), False),
        (Filters(words="atten vision"), False),
        (Filters(block=2), True),
        (Filters(block=3), False),
        (Filters(month="2026-03"), True),
        (Filters(month="2026-04"), False),
        (Filters(outcome=Outcome.NOT_TRIED), True),
        (Filters(outcome=Outcome.FAILED), False),
        (Filters(words="atten", block=2, month="2026-03", outcome=Outcome.FAILED), False),
    ],
)
def test_a11_what_fits_a_search_and_its_filters(wanted: Filters, is_there: bool) -> None:
    assert fits(reading(), wanted) is is_there


@pytest.mark.parametrize(
    ("typed", "words"),
    [("  MÜLLER ", "muller"), ("100% sparse_attention", "100 sparse attention"), ("ﬁne", "fine")],
)
def test_words_are_compared_without_case_accents_and_signs(typed: str, words: str) -> None:
    assert search_words(typed) == words


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "\\", "%_\\", "\u200b", "\u3164", "…"])
def test_a_search_of_signs_alone_is_refused_kindly(typed: str) -> None:
    with pytest.raises(UserError, match="takes words"):
        search_words(typed)


def test_a_search_of_three_hundred_characters_is_refused_with_what_was_typed() -> None:
    with pytest.raises(UserError, match="300 characters, and 50 fit") as refused:
        search_words("x" * 300)
    assert refused.value.typed == "x" * 300
    assert search_words("x" * MAX_WORDS) == "x" * MAX_WORDS


@given(st.text(max_size=200))
def test_whatever_is_typed_is_words_or_a_refusal_and_words_stay_what_they_are(typed: str) -> None:
    try:
        words = search_words(typed)
    except UserError:
        return
    assert search_words(words) == words
    assert ":" not in words
    assert len(words) <= MAX_WORDS


@pytest.mark.parametrize("typed", ["2026-13", "2026-00", "26-03", "March", "2026-3", "-1", ""])
def test_a_month_out_of_range_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="A month looks like"):
        month_named(typed)


def test_a_month_is_read_with_full_width_digits() -> None:
    assert month_named("２０２６-０３") == "2026-03"


@pytest.mark.parametrize(
    ("label", "number"),
    [("block 2: Practical", 2), ("block 12: X", 12), (None, 0), ("", 0), ("Block two", 0)],
)
def test_blocks_are_known_by_their_numbers(label: str | None, number: int) -> None:
    assert block_number(label) == number


def test_there_is_to_choose_from_what_was_read() -> None:
    some = [reading(), reading(chosen_on=date(2025, 12, 5))]
    assert blocks_of(some) == ((2, "Practical skills"),)
    assert months_of(some) == ("2026-03", "2025-12")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_d2_no_cell_is_a_formula(first: str) -> None:
    assert cell(f"{first}cmd") == f"'{first}cmd"
    title = f"{first}HYPERLINK(1)"
    (row,) = csv.DictReader(io.StringIO(file_text("papers.csv", [exported(title)]), newline=""))
    assert row["title"] == f"'{title}"


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_d2_csv_gives_back_every_title(titles: list[str]) -> None:
    text = file_text("papers.csv", [exported(title) for title in titles])
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["title"] for row in rows] == [cell(title) for title in titles]
    assert all(not row["title"].startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows)


def test_d2_files_hold_totals_and_figures() -> None:
    some = [exported("On *stars*", Figure(6, 4.25))]
    (row,) = csv.DictReader(io.StringIO(file_text("papers.csv", some), newline=""))
    assert row == {
        "chosen_on": "2026-03-06",
        "title": "On *stars*",
        "authors": "Ana Müller",
        "arxiv_id": "2603.00001",
        "link": "https://arxiv.org/abs/2603.00001",
        "venue": "",
        "categories": "cs.LG",
        "block": "block 2: Practical skills",
        "ballots": "5",
        "approvals": "3",
        "method": "approval",
        "decided_by": "the ballots",
        "reproduced": "not tried",
        "ratings": "6",
        "mean_rating": "4.2",
    }
    (paper,) = json.loads(file_text("papers.json", some))["papers"]
    assert paper["shortlist"][1] == {
        "place": 2,
        "arxiv_id": "2603.00002",
        "title": "Other",
        "approvals": None,
    }
    text = as_markdown(some)
    assert "## On \\*stars\\*" in text
    assert "2. Other (2603.00002): not counted" in text
    assert "Rated 4.2 of 5, from 6 ratings" in text


def test_d2_what_was_not_chosen_says_so_in_every_file() -> None:
    tried = reading(chosen=None, chosen_on=None, block=0, outcome=Outcome.PARTLY)
    some = [ExportedReading(tried, (), None)]
    (row,) = csv.DictReader(io.StringIO(file_text("papers.csv", some), newline=""))
    assert (row["title"], row["reproduced"]) == ("Attention", "partly reproduced")
    for name in ("chosen_on", "block", "ballots", "approvals", "method", "decided_by"):
        assert row[name] == ""
    (paper,) = json.loads(file_text("papers.json", some))["papers"]
    assert (paper["chosen_on"], paper["decided_by"], paper["shortlist"]) == (None, None, [])
    text = as_markdown(some)
    assert "- Not chosen in a vote; reviewed or tried" in text
    assert "Shortlist" not in text
    assert months_of([tried]) == ()
    assert blocks_of([tried]) == ()


def test_d2_nothing_read_is_a_file_too() -> None:
    assert file_text("papers.csv", []).startswith("chosen_on,")
    assert json.loads(file_text("papers.json", [])) == {"papers": []}
    assert as_markdown([]).startswith("# Papers")
