"""What a review holds, how it is shortened, paged and exported, and what counts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv.values import Paper
from bot.errors import UserError
from bot.milestones.values import Period, PeriodCount
from bot.reviews.rules.texts import MAX_PART, review_text
from bot.reviews.values import MyReview, Review, ReviewList, ReviewText
from cogs.common.long_text import pages, shortened
from cogs.common.text import unescape
from cogs.reviews.panels import (
    ask_to_publish_panel,
    groups_panel,
    mine_panel,
    my_panel,
    post_panel,
    reading_panel,
)
from cogs.reviews.review_text import file_name, markdown

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PAPER = Paper("2203.02155", "On *stars* and [links](https://x.y)", ("Ada", "Grace"), "", ("cs.LG",))
HEBREW = "שלום עולם "
NASTY = ("# @everyone <@123> **b** `c` ||s|| [t](http://x) " * 90)[:MAX_PART]
PARTS = (NASTY, (HEBREW * 400)[:MAX_PART], "a\n" * (MAX_PART // 2))


def review(*parts: str, **changes: object) -> Review:
    texts = [*parts, "", "", ""]
    found = Review(
        id=2**62,
        guild_id=2**62,
        user_id=2**62,
        paper=PAPER,
        text=ReviewText(texts[0], texts[1], texts[2], 4),
        updated_at=NOW,
        released_at=None,
        released_on=None,
        thread_id=2**62,
        round_id=1,
        post=None,
        trouble=None,
        revision=1,
    )
    return replace(found, **changes)  # type: ignore[arg-type]  # the tests name fields


COUNT = PeriodCount(Period(NOW.date(), NOW.date()), "March", 2)


def test_a_review_is_kept_clean() -> None:
    kept = review_text(key_points=" a\r\nb\u200b ", analysis="", method="", worth="5")
    assert kept == ReviewText("a\nb", "", "", 5)
    assert kept.parts == (("Key points", "a\nb"),)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"key_points": "x" * (MAX_PART + 1)}, "4,001 characters"),
        ({"worth": "6"}, "from 1 to 5"),
        ({"worth": "five"}, "from 1 to 5"),
        ({"worth": "-1", "method": "m"}, "from 1 to 5"),
        ({"analysis": " \u200b\n"}, "nothing in it"),
    ],
)
def test_what_cannot_be_kept_is_refused_kindly(values: dict[str, str], said: str) -> None:
    empty = {"key_points": "", "analysis": "", "method": "", "worth": ""}
    with pytest.raises(UserError, match=said):
        review_text(**empty | values)


texts = st.text(st.sampled_from("ab \n#*_`|[]<>@~\\שא😀1.-"), max_size=MAX_PART)


@given(texts, texts, texts, st.integers(200, 3000))
def test_pages_hold_all_of_a_review_and_no_page_is_too_long(
    first: str, second: str, third: str, room: int
) -> None:
    text = ReviewText(first.strip(), second.strip(), third.strip())
    found = pages(text.parts, room)
    assert all(len(page) <= room for page in found)
    shown = "".join(unescape(page) for page in found)
    letters = [each for _heading, part in text.parts for each in part if each in "ב😀א"]
    assert [each for each in shown if each in "ב😀א"] == letters


@pytest.mark.parametrize("parts", [PARTS, PARTS[:1], ("x",) * 3, ("x" * MAX_PART,) * 3])
def test_panels_of_long_reviews_fit_a_message_and_ping_nobody(parts: tuple[str, ...]) -> None:
    found = review(*parts)
    mine = MyReview(found, COUNT)
    shown = [my_panel(mine, said="x" * 100), ask_to_publish_panel(found), post_panel(found)]
    whole = pages(found.text.parts, 3000)
    shown += [reading_panel(found, page, 1) for page in range(len(whole))]
    listed = ReviewList((found,) * 30, (found,) * 30, COUNT)
    shown += [mine_panel(listed, 2), groups_panel(listed.released, 4)]
    for panel in shown:
        assert panel.content_length() <= 4000
    for page in whole:
        assert "@everyone" not in page
        assert "<@123>" not in page


def test_what_fits_is_not_cut_and_what_does_not_is_shared_fairly() -> None:
    assert shortened(ReviewText("short", "x" * 50).parts, 900) == (
        f"**Key points**\nshort\n\n**Critical analysis**\n{'x' * 50}",
        False,
    )
    text, is_cut = shortened(ReviewText("short", "x" * 4000, "y" * 4000).parts, 905)
    assert is_cut
    assert "short" in text
    assert text.count("x") == pytest.approx(text.count("y"), abs=2)
    assert len(text) < 1000


def test_the_file_has_all_as_it_was_written() -> None:
    file = markdown(review("*mine*", "", "- a\n- b")).decode()
    assert file.startswith("# Review: On *stars* and [links](https://x.y)\n\n- Authors: Ada, Grace")
    assert "- Worth the group's time: 4 of 5\n\n## Key points\n\n*mine*\n" in file
    assert file.endswith("## Method and results\n\n- a\n- b\n")
    assert "Critical analysis" not in file
    old = replace(PAPER, key="cs/0112017")
    assert file_name(review("x", paper=old)) == "review-cs-0112017.md"
