"""What is shown of retros that are over fits into a message, whatever members wrote in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.past_retros.rules.recurring import recurring
from bot.past_retros.rules.searching import hits
from bot.past_retros.values import Archive
from bot.retros.values import Anonymity, Card
from bot.themes.values import Theme
from cogs.past_retros.page_panels import retro_panel
from cogs.past_retros.panels import counts, found_panel, history_panel
from tests.past_retros.past import NASTY, action, archive, card, past, theme
from tests.retros.shown import assert_fits, labels, text_of

MARCH = date(2026, 3, 1)
TEXTS = ["*" * 4000, NASTY * 40, "word " * 800, "א" * 4000, "👩‍👩‍👧‍👦" * 500, "short"]


def pages_of(everything: Archive) -> list[str]:
    """All pages of the first retro; each fits."""
    [one, *_], found = everything.retros, recurring(everything)
    pages: list[str] = []
    while not pages or f"{len(pages) + 1}/" in str(
        labels(retro_panel(everything, found, one, len(pages)))
    ):
        panel = retro_panel(everything, found, one, len(pages))
        assert_fits(panel)
        pages.append(text_of(panel))
    return pages


@pytest.mark.parametrize("text", TEXTS)
def test_d2_a_page_has_every_text_in_full(text: str) -> None:
    """No character of a card, comment or action is missing, and every page fits."""
    title = text[:200]
    everything = archive(
        past(
            MARCH,
            Theme(1, title, (card(1, text), card(2, text)), 3, 1, thread_id=7),
            cards=(card(3, text, 1, author=42),),
            comments=(card(4, text),),
            actions=(action(text[:150], owner=9),) * 12,
            facts=(text[:200],),
        )
    )
    shown = "".join(pages_of(everything))
    for character in set(text) - set(" \n\u202e#:"):
        assert shown.count(character) >= text.count(character) * 4


def test_a_row_of_the_history_leaves_out_what_there_is_none_of() -> None:
    done, still = action("Pair", done=True), action("Call")
    for held, said in (
        (past(MARCH), "no cards this time"),
        (past(MARCH, cards=(card(1, "One"),)), "1 card"),
        (past(MARCH, comments=(card(1, "Late"),), actions=(done,)), "1 comment · 1 action"),
        (
            past(MARCH, theme(1, "a", "b"), comments=(card(1, "Late"),), actions=(done, still)),
            "2 cards, 1 comment · 1 theme · 2 actions, 1 open",
        ),
    ):
        assert counts(held) == said


def test_a_page_says_all_that_came_of_a_retro() -> None:
    everything = archive(
        past(
            MARCH,
            Theme(1, "Calls", (card(1, "Too long", 1), card(2, "Cut them", 1)), 3, 1, thread_id=77),
            anonymity=Anonymity.NAMED,
            cards=(Card(3, 1, 0, 42, "Pairing"),),
            comments=(Card(4, 1, 1, 43, "And Mondays", is_comment=True),),
            actions=(action("Agenda", owner=9), action("Timer", done=True), action("Free")),
            facts=("12 milestones done",),
        )
    )
    [text] = pages_of(everything)
    for part in (
        "3 cards, 1 comment · 1 theme · 3 actions, 2 open",
        "**Since the retro before**\n- 12 milestones done",
        "**Actions** · 3\n○ <@9> by <t:",
        ":D>: Agenda\n● by ",
        "○ nobody yet by ",
        "**Calls** · 2 cards · 3 votes · <#77>\n• Too long\n• Cut them",
        "**Worked** · 1\n• <@42>: Pairing",
        "**Comments after the reveal** · 1\n• <@43>: And Mondays",
        "Named: each card shows who wrote it.",
    ):
        assert part in text, text


def test_t3_an_anonymous_retro_says_so_and_names_no_writer() -> None:
    """T3: only who has an action shows, as everywhere."""
    everything = archive(past(MARCH, theme(1, "A"), actions=(action("Agenda", owner=9),)))
    [text] = pages_of(everything)
    assert "Anonymous: no name is stored with a card." in text
    assert text.count("<@") == 1


def test_any_page_of_300_long_cards_is_found() -> None:
    """Also one that is not there; in a history, a search and a page."""
    cards = tuple(card(n, "*" * 4000, n % 2) for n in range(300))
    everything = archive(past(MARCH, cards=cards))
    found = hits(
        archive(past(MARCH, cards=tuple(card(n, "word " * 800) for n in range(300)))), "word"
    )
    for page in (0, 1, 300, -3, 10**6):
        assert_fits(retro_panel(everything, {}, everything.retros[0], page))
        assert_fits(found_panel(found, "word", page))
        assert_fits(history_panel(everything, {}, page))


@pytest.mark.parametrize("text", TEXTS)
def test_a_long_history_fits_and_names_what_comes_up_again(text: str) -> None:
    retros = [
        past(
            MARCH + timedelta(days=31 * n),
            *(theme(k, f"{text[:100]} {k}", title=f"{text[:150]} {k}") for k in range(5)),
            retro_id=n + 1,
        )
        for n in range(30)
    ]
    long = replace(retros[0].retro, title="*" * 80)
    everything = archive(replace(retros[0], retro=long), *retros[1:])
    found = recurring(everything)
    for page in range(5):
        panel = history_panel(everything, found, page)
        assert_fits(panel)
        assert ("**Comes up again**" in text_of(panel)) is (page == 0)
        assert labels(panel)[-1] == "Export all"
    assert "in 30 retros" in text_of(history_panel(everything, found, 0))


def test_where_there_is_nothing_that_is_said() -> None:
    empty = archive()
    assert "None is over yet." in text_of(history_panel(empty, {}, 0))
    assert labels(history_panel(empty, {}, 0)) == []
    assert "Fewer words, or others, find more." in text_of(found_panel([], "calls", 0))
    bare = archive(past(MARCH))
    assert "nothing came of it" in pages_of(bare)[0]
    assert "Comes up again" not in text_of(history_panel(bare, {}, 0))


def test_months_of_other_retros_stand_at_a_theme() -> None:
    retros = [
        past(date(2026, month, 1), theme(1, "Shorter calls"), retro_id=month) for month in (3, 4, 5)
    ]
    everything = archive(*retros)
    assert "came up in March and April too" in pages_of(everything)[0]
    again = text_of(history_panel(everything, recurring(everything), 0))
    assert "- *Shorter calls* in March, April and May" in again
