"""What a share may say, and what a message offers for one (C4, U16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.links import MAX_LINK, address_key
from bot.milestones.values import Period, PeriodCount, Tally
from bot.shares.rules import MAX_TITLE, proposed_link, proposed_title, share_text
from bot.shares.values import Audience, MyShare, Share, ShareKind, ShareList, ShareText
from cogs.shares.panels import (
    ask_panel,
    groups_panel,
    mine_panel,
    my_panel,
    post_panel,
    round_up_rows,
)

TODAY = date(2026, 3, 5)
LINK = "https://owl.example/pac"
COUNT = PeriodCount(Period(date(2026, 3, 1), date(2026, 3, 31)), "March", 1)


def read(**changed: str) -> ShareText:
    typed = {"kind": "blog", "title": "PAC", "link": LINK, "day": "", "audience": "technical"}
    return share_text(**(typed | changed), today=TODAY, zone=UTC)


def test_c4_a_share_has_a_link_a_title_a_date_and_an_audience() -> None:
    assert read() == ShareText(ShareKind.BLOG, "PAC", LINK, TODAY, Audience.TECHNICAL)
    found = read(
        kind="video", day="yesterday", audience="non-technical", title=" two\u3164\nlines "
    )
    assert (found.kind, found.audience) == (ShareKind.VIDEO, Audience.NON_TECHNICAL)
    assert (found.day, found.title) == (date(2026, 3, 4), "two lines")
    assert read(link="owl.example/(a)[b]'c\"").link == "https://owl.example/(a)[b]'c\""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"link": ""}, "needs the link"),
        ({"link": "\u3164\u2800"}, "needs the link"),
        ({"link": "javascript:alert(1)"}, "only web pages fit"),
        ({"link": f"https://owl.example/{'a' * MAX_LINK}"}, "characters"),
        ({"title": "\u3164\u115f \u200b"}, "needs a title"),
        ({"title": "x" * (MAX_TITLE + 1)}, "holds 120"),
        ({"day": "tomorrow"}, "is ahead"),
        ({"day": "1950-01-01"}, "too long ago"),
        ({"day": "soon"}, "do not read that as a day"),
        ({"kind": "song"}, "Choose what it is"),
        ({"audience": ""}, "Choose whom"),
    ],
)
def test_c4_bad_input_is_refused_and_given_back(changed: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        read(**changed)
    given_back = refused.value.typed or ""
    typed = {"link": LINK, "title": "PAC", "day": ""} | changed
    assert all(typed[name] in given_back for name in ("link", "title", "day"))


@given(st.dictionaries(st.sampled_from(["kind", "title", "link", "day", "audience"]), st.text()))
def test_c4_whatever_is_typed_is_kept_in_bounds_or_refused(changed: dict[str, str]) -> None:
    try:
        found = read(**changed)
    except UserError:
        return
    assert 0 < len(found.title) <= MAX_TITLE
    assert "\n" not in found.title
    assert found.day <= TODAY
    assert len(found.link) <= MAX_LINK


@pytest.mark.parametrize(
    ("content", "link", "title"),
    [
        (f"Read this: {LINK}.", LINK, "Read this"),
        (f"(see {LINK})", LINK, "see"),
        (f"读这个 {LINK}。", LINK, "读这个"),
        ("x" * 300, None, "x" * (MAX_TITLE - 1) + "…"),
        (f"({LINK})", LINK, ""),
        (
            "[My post](<https://owl.example/a>) <@123> <:owl:5>",
            "https://owl.example/a",
            "My post",
        ),
        (
            "https://en.wikipedia.org/wiki/Owl_(bird)",
            "https://en.wikipedia.org/wiki/Owl_(bird)",
            "",
        ),
        ("no link at all", None, "no link at all"),
        (f"https://[broken {LINK}", LINK, ""),
        ("# A heading\nand more", None, "A heading"),
        ("<@1> <@&2> <#3>\n\u3164", None, ""),
    ],
)
def test_u16_what_a_message_offers(content: str, link: str | None, title: str) -> None:
    assert proposed_link(content) == link
    assert proposed_title(content) == title


@given(st.text())
def test_u16_any_message_offers_what_fits_and_mentions_nobody(content: str) -> None:
    assert len(proposed_title(content)) <= MAX_TITLE
    assert "<@1>" not in proposed_title(f"<@1>{content}")
    link = proposed_link(content)
    assert link is None or len(link) <= MAX_LINK


def test_two_spellings_of_one_address_are_one() -> None:
    spellings = (LINK, "http://www.OWL.example/pac/", "https://owl.example:443/pac#top")
    assert len(set(map(address_key, spellings))) == 1
    assert address_key(LINK) != address_key(f"{LINK}?page=2")


def full(number: int) -> Share:
    """A share whose every text is as long as it can be, and longer still once it is escaped."""
    link = "https://owl.example/" + "(" * 60 + "a" * 150
    text = ShareText(ShareKind.OTHER, "*" * MAX_TITLE, link, TODAY, Audience.NON_TECHNICAL)
    return Share(
        number,
        2**62,
        2**62,
        text,
        datetime(2026, 3, 5, tzinfo=UTC),
        None,
        "_" * 200,
    )


def test_c4_only_a_share_of_the_period_can_be_counted() -> None:
    tally = Tally(COUNT.period, "March", (), 1)
    count = replace(COUNT, milestone_id="one", title="One", tally=tally)
    for month, can in ((3, True), (2, False)):
        share = full(1)
        share = replace(share, text=replace(share.text, day=date(2026, month, 2)))
        panel = str(my_panel(MyShare(share, count)).to_components())  # type: ignore[no-untyped-call]
        assert ("Does this share count?" in panel) is can


def test_the_fullest_panels_fit() -> None:
    shares = tuple(map(full, range(40)))
    found = ShareList(shares, shares, COUNT)
    for panel in (
        my_panel(MyShare(shares[0], COUNT), "Changed."),
        ask_panel(shares[0], 2**62),
        post_panel(shares[0]),
        *(mine_panel(found, page, "Deleted.") for page in (0, 3, 99)),
        *(groups_panel(shares, page) for page in (0, 3, 99)),
    ):
        assert panel.content_length() <= 4000
        assert panel.total_children_count <= 40
    assert "not posted" in str(mine_panel(found, 0).to_components())  # type: ignore[no-untyped-call]
    (rows,) = round_up_rows(shares)
    assert "and 36 more in `/share list`" in str(rows)
    assert len(str(rows)) < 1600
