"""R14: in a pause nothing is called due anywhere, whatever there is that has a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from sandbox import ActingUser, Seen
from tests.actions.test_owner_is_told import take_on
from tests.cycles.test_on_discord import close
from tests.live import Study
from tests.papers.test_wire import opened

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SETS = "theory-problem-sets"
DUE = re.compile(r"\b(over)?due\b(?! to)", re.IGNORECASE)
VIEWS = (
    "me",
    "today",
    "milestone next",
    "milestone list",
    "action list",
    "conference list",
    "cycle show",
    "cycle review",
    "plan show",
    "routine log",
    "routine preview",
    "routine streak",
)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def views(study: Study, ana: ActingUser) -> dict[str, str]:
    """What each view reads to a member, with what the bot says of pictures."""
    found = {command: said(await ana.slash(command)) for command in VIEWS}
    found["milestone show"] = said(await ana.slash("milestone show", milestone=SETS))
    plan = await ana.slash("plan show")
    for label in ("Roadmap", "Planned and real"):
        found[f"plan show, {label}"] = said(await ana.click(plan, label))
    found["plan show of a block"] = said(await ana.slash("plan show", block="1"))
    found["export calendar"] = said(await ana.slash("export calendar"))
    return found


def said(seen: Seen) -> str:
    files = [file.data.decode() for file in seen.files if file.filename.endswith(".ics")]
    return "\n".join([seen.text, *files])


async def test_r14_in_a_pause_nothing_is_called_due_anywhere(study: Study) -> None:
    ana = await study.person("Ana")
    await opened(study)
    await ana.slash("milestone due", milestone=SETS, date="2026-03-05")
    await ana.slash("milestone add", title="Mine", due="2026-03-03")
    await ana.slash("conference add", name="ICML", deadline="2026-03-09")
    await study.organiser.slash("join")
    await take_on(study, ana, "2026-03-06")
    await study.clock.move_to(at(4))
    before = await views(study, ana)
    calling = {name for name, text in before.items() if DUE.search(nothing_is_due(text))}
    assert {"me", "today", "milestone list", "milestone show"} <= calling, calling
    message = ana.inbox[-1]
    await ana.slash("routine pause", until="2026-03-20")
    for name, text in (await views(study, ana)).items():
        assert not DUE.search(nothing_is_due(text)), (name, text)
    done = await ana.click(message, "Note")
    again = await ana.submit(done, {"note": "A thought"})
    assert not DUE.search(nothing_is_due(again.text)), again.text


async def test_r14_the_dates_of_a_closed_cycle_are_history(study: Study) -> None:
    """Those that still lie ahead too; in a pause and outside of one."""
    ana = await study.person("Ana")
    await ana.slash("milestone due", milestone=SETS, date="2026-03-20")
    await close(study)
    for _ in range(2):
        shown = await ana.slash("cycle show", number=1)
        opened_one = await ana.choose(shown, SETS)
        for text in (shown.text, opened_one.text):
            assert "not started · was planned for <t:" in text
            assert not DUE.search(text), text
        await ana.slash("routine pause", until="2026-03-20")


def nothing_is_due(text: str) -> str:
    """The text without that nothing is."""
    return re.sub(
        r"nothing is due|nothing due|/milestone due|DUE[:;]", "", text, flags=re.IGNORECASE
    )
