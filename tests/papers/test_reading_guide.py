"""The guide that begins a chosen paper's thread: its texts, at their worst, and what is added."""

from __future__ import annotations

from dataclasses import replace

import pytest
from discord import ui

from bot.arxiv.values import Paper
from cogs.common.feature import PanelAddition
from cogs.common.panels import Panel, button
from cogs.papers.reading_guide import guide_marker, guide_panel
from cogs.papers.routes import HISTORY
from tests.papers.test_panels import CLOSES, WORST, closed, texts

ABSTRACT = (
    "Reading is slow. We propose a way to read faster. Results on three groups show that it works. "
    "It has limits."
)


def guide(paper: Paper, addition: PanelAddition | None = None) -> Panel:
    found = replace(closed("Plain"), winner=paper)
    return guide_panel(found, addition or PanelAddition(), CLOSES)


def plain(**changes: str) -> Paper:
    values = {"title": "On reading", "abstract": ABSTRACT, **changes}
    return Paper("2603.00001", values["title"], ("Ada",), values["abstract"], ("cs.LG",))


def test_a11_a_guide_has_claims_five_questions_links_and_when_we_talk() -> None:
    panel = guide(plain())
    shown = texts(panel)
    assert "**Reading together: On reading**" in shown
    assert "in the words of its abstract\n> We propose a way to read faster.\n> Results on" in shown
    assert "Reading is slow" not in shown
    for label in ("Claim", "Method", "Evidence", "Limits", "Would we use it?"):
        assert f"- **{label}** " in shown
    assert "it reads like a new method" in shown
    assert f"The next shortlist comes <t:{int(CLOSES.timestamp())}:F>." in shown
    links = {item.url for item in panel.walk_children() if isinstance(item, ui.Button) and item.url}
    assert links == {f"https://arxiv.org/{kind}/2603.00001" for kind in ("abs", "pdf", "html")}
    assert guide_marker(closed("Plain")) in {
        item.custom_id for item in panel.walk_children() if isinstance(item, ui.Button)
    }


def test_a11_a_survey_is_asked_about_as_one() -> None:
    assert "which years do they cover" in texts(guide(plain(title="Reading: A Survey")))


@pytest.mark.parametrize("text", [WORST, "*" * 6000, "\u05d0 " * 900, "We show <. " * 600, ""])
def test_m6_a_guide_fits_whatever_its_paper_says_and_what_is_added(text: str) -> None:
    added = PanelAddition(rows=["x" * 600], acts=[button("Review", HISTORY())])
    for addition in (PanelAddition(), added):
        panel = guide(plain(title=text[:500] or "-", abstract=text), addition)
        assert panel.content_length() <= 4000
        shown = texts(panel)
        assert "@everyone" not in shown
        assert "\u202e" not in shown
    assert "arXiv gave no abstract" in texts(guide(plain(abstract="")))


def test_what_other_features_add_stands_in_the_guide_with_its_button_first() -> None:
    added = PanelAddition(rows=["**Who reviews** nobody yet"], acts=[button("Review", HISTORY())])
    panel = guide(plain(), added)
    assert "**Who reviews** nobody yet" in texts(panel)
    labels = [item.label for item in panel.walk_children() if isinstance(item, ui.Button)]
    assert labels == ["Abstract", "PDF", "HTML", "Review", "More", "How it went"]
