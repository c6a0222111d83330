"""`/export calendar` over the wire."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import discord
import pytest

from bot.export.service import Agenda
from bot.feature import CalendarEvent
from cogs.common.feature import Feature
from cogs.export.panels import calendar_panel
from sandbox.rules import component_tree
from tests.export.book import Book, entries
from tests.live import START, Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def test_d3_export_calendar_gives_the_member_alone_a_file_to_import(study: Study) -> None:
    await study.set_up(zone="America/New_York")
    ana, ben = await study.person("Ana", zone="Asia/Tokyo"), await study.person("Ben")
    sets, demo = "theory-problem-sets", "projects-demo"
    for milestone, day in ((sets, "2026-03-20"), (demo, "2026-03-21"), ("nlp-study", "22 March")):
        await ana.slash("milestone due", milestone=milestone, date=day)
    added = await ana.slash("milestone add", title="Mine", due="2026-03-23")
    seen = await ana.slash("export calendar")
    assert seen.ephemeral
    (file,) = seen.files
    assert file.filename == "night-owls.ics"
    book = Book()
    book.take(file.data)
    assert book.of("milestone")[sets] == date(2026, 3, 20)
    assert book.of("milestone")["theory-paper-summaries"] == date(2026, 3, 16)
    # Mondays at 09:00 in New York, before and after its clocks change.
    opens = book.of("vote-opens")
    assert opens["2026-w10"] == datetime(2026, 3, 2, 14, tzinfo=UTC)
    assert opens["2026-w11"] == datetime(2026, 3, 9, 13, tzinfo=UTC)
    votes = [e for uid, e in book.entries.items() if uid.startswith("vote")]
    assert {vote.location for vote in votes} == {"#papers, Night owls"}
    counts = {kind: len(book.of(kind)) for kind in ("milestone", "vote-opens", "retro-opens")}
    assert f"- Milestones and steps: {counts['milestone']}\n" in seen.text
    assert f"- Weekly votes, opening: {counts['vote-opens']}\n" in seen.text
    assert f"- Retros, opening: {counts['retro-opens']}\n" in seen.text

    bens = {e.uid for e in entries((await ben.slash("export calendar")).files[0].data)}
    assert not bens & set(book.entries)

    # Skipped, hidden, on another path, dropped: whoever had them loses them.
    await ana.slash("milestone skip", milestone=sets)
    await ana.slash("milestone hide", milestone=demo)
    path = await ana.click(await ana.slash("me"), custom_id=f"milestone:path:{study.guild.id}")
    await ana.choose(path, "cv")
    await ana.click(await ana.click(added, "Drop"), "Drop")
    await ana.slash("conference add", name="Venue", deadline="2026-03-18")
    await study.clock.move_to(datetime(2026, 3, 3, 6, tzinfo=UTC))
    again = await ana.slash("export calendar", dm=True)
    book.take(again.files[0].data)
    assert not {sets, demo, "nlp-study", "own-1"} & set(book.of("milestone"))
    assert len(book.of("milestone")) == counts["milestone"] - 4
    assert f"- Milestones and steps: {counts['milestone'] - 4}\n" in again.text
    assert "Deadlines that you watch: 1\n" in again.text
    assert book.titled("Deadline: Venue").start == datetime(2026, 3, 19, 11, 59, tzinfo=UTC)


async def test_who_has_not_joined_is_told_how(study: Study) -> None:
    bea = await study.person("Bea", joined=False)
    seen = await bea.slash("export calendar")
    assert "/join" in seen.text
    assert seen.files == []


@pytest.mark.parametrize("dated", [0, 400])
def test_the_panel_holds_any_name_and_number(
    dated: int, db_url: str, features: tuple[Feature, ...]
) -> None:
    sources = [each.data.calendar for each in features if each.data.calendar]
    agenda = Agenda(
        guild_id=1,
        user_id=2,
        at=START,
        events=(CalendarEvent("milestone", "1", "T", START, cancelled=True),) * dated,
        counts=tuple((title, dated) for source in sources for title in source.titles.values()),
        hints=() if dated else tuple(source.when_empty for source in sources if source.when_empty),
    )
    name = "@everyone **x** [y](https://evil.example) \u202e" * 5
    file = discord.File(io.BytesIO(b"x"), filename="x.ics")
    panel = calendar_panel(agenda, name, file)
    text = "\n".join(
        component_tree.texts(panel.to_components())  # type: ignore[no-untyped-call]  # discord.py's own
    )
    assert "@everyone" not in text
    assert "\u202e" not in text
    assert ("Actions you took on: 400" in text) is bool(dated)
    assert ("`/milestone due`" in text) is not bool(dated)
    assert "Only you see this" in text
