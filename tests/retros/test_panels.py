"""What is shown fits into a message, whatever members write, and names nobody it should not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.retros.values import AddedCard, Anonymity, Card, OwnSecret
from cogs.common.feature import PanelAddition
from cogs.common.panels import button, row
from cogs.common.routes import Route
from cogs.retros.card_panels import (
    any_card_form,
    card_added,
    card_form,
    edit_form,
    edit_secret_form,
    own_cards_panel,
)
from cogs.retros.panels import retro_panel
from cogs.retros.summary_panels import reader_panel, summary_panel
from tests.retros.circle import NOW
from tests.retros.shown import NASTY, assert_fits, cards_of, labels, retro, text_of

ACT = Route("test:act", int)
NOTHING = PanelAddition()


def added(text: str, count: int) -> PanelAddition:
    """What another feature may add: a heading, rows with an act each, and a button."""
    rows = [row(f"**{text}**", button("Act", ACT(n))) for n in range(count)]
    return PanelAddition(rows=["Heading " * 8, *rows], acts=[button("More", ACT(-1))])


@pytest.mark.parametrize("text", ["*" * 4000, NASTY * 40, "word " * 800, "א" * 4000, "short"])
@pytest.mark.parametrize("count", [1, 200])
def test_t2_a_summary_of_any_cards_fits_one_message(text: str, count: int) -> None:
    """T2: 200 cards of 4,000 characters, with as many actions as the group likes."""
    cards = cards_of(text, count)
    panel = summary_panel(retro(closed=True, cards=count), cards, added("*" * 150, 5), NOW)
    assert_fits(panel)
    shown = text_of(panel)
    assert "<@42>" in shown
    assert ("more: *Read all* has them" in shown) is (count == 200)
    assert "Heading" in shown


def test_many_cards_are_cut_shorter_so_that_more_of_them_show() -> None:
    closed = retro(closed=True, cards=24)
    shown = text_of(summary_panel(closed, cards_of("word " * 40, 24), NOTHING, NOW))
    assert shown.count("• word") == 24
    assert "Read all" not in shown


@pytest.mark.parametrize("text", ["*" * 4000, NASTY * 40, "a\nb " * 900, "א ב" * 1300])
def test_t4_the_reader_has_every_card_in_full(text: str) -> None:
    """T4: no character of any card is missing, and every page fits."""
    cards = cards_of(text, 5)
    closed = retro(closed=True, cards=5)
    pages: list[str] = []
    while not pages or f"{len(pages) + 1}/" in str(labels(reader_panel(closed, cards, len(pages)))):
        panel = reader_panel(closed, cards, len(pages))
        assert_fits(panel)
        pages.append(text_of(panel))
    shown = "".join(pages)
    for character in set(text) - set(" \n\u202e#:"):
        assert shown.count(character) >= text.count(character) * 5


def test_t2_a_page_of_200_long_cards_is_found_quickly_enough_to_answer() -> None:
    """T2: any page of the reader, also one that is not there, of 200 cards of 4,000 characters."""
    cards = cards_of("*" * 4000, 200)
    for page in (0, 1, 300, -3, 10**6):
        assert_fits(reader_panel(retro(closed=True, cards=200), cards, page))


def test_an_empty_retro_says_so() -> None:
    closed = text_of(summary_panel(retro(closed=True), [], NOTHING, NOW))
    assert "closed without a card, and that is fine." in closed
    assert len(closed.strip().splitlines()) == 1
    assert "No cards this time." in text_of(reader_panel(retro(closed=True), [], 0))


def test_t7_a_single_card_is_told_in_the_same_line() -> None:
    """What does not fit there has *Read all*; nothing else does."""
    closed = retro(closed=True, cards=1)
    short = summary_panel(closed, cards_of("Shorter\ncalls", 1), NOTHING, NOW)
    heading, level = text_of(short).splitlines()
    assert heading.endswith("closed with a single card: Shorter calls · <@42>")
    assert "Named" in level
    assert labels(short) == []
    long = summary_panel(closed, cards_of("x" * 301, 1), NOTHING, NOW)
    assert labels(long) == ["Read all"]


def test_t2_the_open_panel_shows_a_count_and_nothing_else_of_cards() -> None:
    """T2: a count, the deadline as a timestamp, and the columns' buttons."""
    panel = retro_panel(retro(cards=12), added("*" * 150, 5))
    assert_fits(panel)
    assert "12 cards so far" in text_of(panel)
    assert f"<t:{int((NOW + timedelta(days=3)).timestamp())}:f>" in text_of(panel)
    assert labels(panel) == ["Worked", "Adjust", "My cards", *["Act"] * 5, "More", "Organise"]
    assert labels(retro_panel(retro(closed=True), NOTHING)) == []


@pytest.mark.parametrize("anonymity", Anonymity)
def test_t3_the_level_stands_on_every_prompt_and_panel(anonymity: Anonymity) -> None:
    """T3: on the panel (open and closed), each form, the answer, the summary and the reader."""
    level = "Anonymous: no name" if anonymity is Anonymity.ANONYMOUS else "Named:"
    open_one, closed = retro(anonymity), retro(anonymity, closed=True, cards=1)
    card = Card(1, 5, 0, None, "Fridays")
    for panel in (
        retro_panel(open_one, NOTHING),
        retro_panel(closed, NOTHING),
        card_added(AddedCard(open_one, card)),
        own_cards_panel(open_one, [card], 0),
        summary_panel(closed, [card], NOTHING, NOW),
        reader_panel(closed, [card], 0),
    ):
        assert level in text_of(panel)
    secret = OwnSecret(open_one, 0, "Fridays", "secret")
    is_named = anonymity is Anonymity.NAMED
    for form in (
        card_form(open_one, open_one.columns[0]),
        any_card_form(open_one),
        edit_form(card) if is_named else edit_secret_form(secret),
    ):
        assert level in str(form.to_dict())


def test_t3_anonymous_retros_offer_nothing_that_needs_an_author() -> None:
    """T3: no own cards, no edit; and nobody is named in the summary."""
    secret = retro(Anonymity.ANONYMOUS, closed=True, cards=2)
    cards = cards_of("Fridays", 2, author=None)
    assert labels(retro_panel(retro(Anonymity.ANONYMOUS), NOTHING)) == [
        "Worked",
        "Adjust",
        "Organise",
    ]
    for panel in (summary_panel(secret, cards, NOTHING, NOW), reader_panel(secret, cards, 0)):
        assert "<@" not in text_of(panel)


def test_m6_nothing_that_members_write_works_in_a_panel() -> None:
    """M6: no mention, markup or link of theirs survives; right-to-left text stays in its place."""
    cards = [Card(1, 5, 0, 42, NASTY)]
    for panel in (
        summary_panel(retro(closed=True, cards=1), cards, NOTHING, NOW),
        reader_panel(retro(closed=True, cards=1), cards, 0),
        own_cards_panel(retro(), cards, 0),
    ):
        shown = text_of(panel)
        assert "@everyone" not in shown
        assert "<@123456789012345678>" not in shown.replace("\\<@", "")
        assert "\\*\\*x\\*\\*" in shown
        assert "\\[a\\](https\\://b.example)" in shown
        assert "\u202e" not in shown


@pytest.mark.parametrize("count", [0, 1, 8, 9, 200])
def test_lists_of_any_length_page_and_fit(count: int) -> None:
    for page in (-1, 0, 1, 10**9):
        assert_fits(own_cards_panel(retro(), cards_of("*" * 4000, count) if count else [], page))
