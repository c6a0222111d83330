"""A file that was edited: refused with the place, or it reaches nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.db import Database
from bot.errors import UserError
from tests.export.test_restore import Whole, back, forgotten, taken
from tests.forgetting.everything import ANA, GUILD, NOW, insert_rows, stored


@pytest.mark.parametrize("claimed", [GUILD + 200, GUILD + 100])
async def test_d1_no_row_joins_a_project_that_is_not_of_the_file(
    composed_db: Database, claimed: int
) -> None:
    """Ben's, or one of her own that now has the id of one that she had."""
    whole = await forgotten(composed_db)
    projects = whole["features"]["projects"]
    (project,) = projects["projects"]
    async with composed_db.begin() as session:
        row = {"id": GUILD + 100, "guild_id": GUILD, "user_id": ANA, "title": "Another"}
        texts = ["summary", "next_step", "risks", "mitigations", "no_risks_because"]
        texts += ["results", "tradeoffs", "postmortem"]
        row |= dict.fromkeys(texts, "") | {"pain_points": [], "answers": {}, "stage": "data"}
        row |= {"begun_at": NOW, "updated_at": NOW}
        await insert_rows(session, [("projects", row)])
    del projects["projects"]
    for name in ("project_stages", "project_checkpoints"):
        projects[name][0]["project_id"] = claimed
    before = await stored(composed_db)
    found = {table.title: table for table in (await back(composed_db, whole)).tables}
    after = await stored(composed_db)
    assert project["id"] == GUILD + 100
    for title in ("Stages of your projects", "Looks at ethics in your projects"):
        assert (found[title].back, found[title].lost) == (0, 1), title
    for name in ("projects", "project_stages", "project_checkpoints"):
        assert after[name] == before[name]


def _set(feature: str, table: str, column: str, value: Any) -> Callable[[Whole], None]:
    def change(whole: Whole) -> None:
        whole["features"][feature][table][0][column] = value

    return change


def _twice(whole: Whole) -> None:
    whole["features"]["routine"]["entries"] *= 2


def _many(feature: str, table: str, count: int, column: str) -> Callable[[Whole], None]:
    """So many rows, which differ in a column."""

    def change(whole: Whole) -> None:
        row = whole["features"][feature][table][0]
        rows = [{**row, column: f"{row[column]}{number}"} for number in range(count)]
        whole["features"][feature][table] = rows

    return change


def _circle(whole: Whole) -> None:
    row = whole["features"]["milestones"]["own_milestones"][0]
    whole["features"]["milestones"]["own_milestones"] = [
        {**row, "number": 1, "under": "own-2"},
        {**row, "number": 2, "under": "own-1"},
    ]


def _nothing_said(whole: Whole) -> None:
    said = dict.fromkeys(("progress", "drained", "party"))
    whole["features"]["cycle_reports"]["cycle_reflections"][0] |= said


UNSOUND = {
    "entries, row 1: outcome": _set("routine", "entries", "outcome", "won"),
    "entries, row 1: day": _set("routine", "entries", "day", "9999-12-31"),
    "entries, row 1: answered_at": _set("routine", "entries", "answered_at", "2026-03-20T09:30:15"),
    "entries, row 1: minutes": _set("routine", "entries", "minutes", "25"),
    "entries, row 1: what it says": _set("routine", "entries", "minutes", 100_000),
    "entries, row 1: note": _set("routine", "entries", "note", "x" * 5000),
    "entries, row 2: what it says": _twice,
    "milestone_changes, row 1: link": _set(
        "milestones", "milestone_changes", "link", "javascript:alert(1)"
    ),
    "milestone_changes, row 1: changed_at": _set(
        "milestones", "milestone_changes", "changed_at", "2031-01-01T00:00:00+00:00"
    ),
    "milestone_choices, row 1: milestone_id": _set(
        "milestones", "milestone_choices", "milestone_id", "a:b"
    ),
    "own_milestones: under": _circle,
    "own_milestones, row 1: title": _set("milestones", "own_milestones", "title", " "),
    "own_milestones, row 1: block": _set("milestones", "own_milestones", "block", "a\n# b"),
    "milestone_changes, row 1: milestone_id": _set(
        "milestones", "milestone_changes", "milestone_id", ""
    ),
    "contributions, row 1: link": _set("contributions", "contributions", "link", ""),
    "contributions: with it": _many("contributions", "contributions", 301, "link"),
    "projects: with it": _many("projects", "projects", 41, "title"),
    "shares, row 1: row": _set("shares", "shares", "link", "https://owl.example/other"),
    "shares, row 1: row: it is": _set("shares", "shares", "title", " "),
    "attended_events, row 1: link": _set("community", "attended_events", "link", "javascript:x"),
    "attended_events: with it": _many("community", "attended_events", 201, "name"),
    "paper_interests: with it": _many("interests", "paper_interests", 41, "value"),
    "paper_interests, row 1: row": _set("interests", "paper_interests", "value", "one, two"),
    "paper_reproductions: arxiv_id": _many(
        "reproductions", "paper_reproductions", 21, "repository"
    ),
    "self_rating_levels, row 1: axis": _set("competency", "self_rating_levels", "axis", "a:b"),
    "members, row 1: ": _set("groups", "members", "zone", "Atlantis/Deep"),
    "members, row 1: started_on": _set("groups", "members", "started_on", ["2026-03-02"]),
    "members, row 1: pace_days": _set("groups", "members", "pace_days", 2**70),
    "planned_days, row 1: row": _set("routine", "planned_days", "skips", '[{"every": 0}]'),
    "cycle_snapshots, row 1: row": _set("cycles", "cycle_snapshots", "entries", [{"id": 1}]),
    "cycle_reflections, row 1: row": _nothing_said,
    "cycle_reflections, row 1: drained": _set(
        "cycle_reports", "cycle_reflections", "drained", "x" * 1001
    ),
    "paper_ratings, row 1: what it says": _set("follow_ups", "paper_ratings", "stars", 9),
}


@pytest.mark.parametrize("place", UNSOUND)
async def test_d1_what_was_edited_is_refused_with_its_place(
    composed_db: Database, place: str
) -> None:
    whole = await forgotten(composed_db)
    before = await stored(composed_db)
    UNSOUND[place](whole)
    with pytest.raises(UserError) as refused:
        await back(composed_db, whole)
    assert f"({place}" in refused.value.message
    assert "Nothing was changed" in refused.value.message
    assert await stored(composed_db) == before


async def test_d1_what_is_found_by_its_words_is_found_by_those_of_the_file(
    composed_db: Database,
) -> None:
    """Typed on one line, too; a file cannot let somebody's taste count for all papers."""
    whole = await forgotten(composed_db)
    features = whole["features"]
    features["interests"]["paper_interests"][0].update({"key": "", "value": " Graph  Nets"})
    features["community"]["attended_events"][0].update({"folded_name": "x", "name": "ICML\n# 26"})
    features["milestones"]["own_milestones"][0]["title"] = "Mine\n# Yours"
    features["shares"]["shares"][0]["shared_on"] = "1970-01-01"
    await back(composed_db, whole)
    found = (await taken(composed_db))["features"]
    (interest,) = found["interests"]["paper_interests"]
    (event,) = found["community"]["attended_events"]
    assert (interest["key"], interest["value"]) == ("graph nets", "Graph Nets")
    assert (event["folded_name"], event["name"]) == ("icml # 26", "ICML # 26")
    assert found["milestones"]["own_milestones"][0]["title"] == "Mine # Yours"
    assert found["shares"]["shares"][0]["shared_on"] == "1970-01-01", "the oldest there can be"
