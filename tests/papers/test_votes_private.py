"""Nothing that others see, get or find links a ballot to a person (U9).

The property is that all of it stays the same, to the letter, whichever of the others cast which of
the ballots: what does not change with it cannot tell.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from unittest import mock

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot import log
from bot.charts import tally
from bot.db import Database
from bot.groups.models import GroupRow
from bot.groups.values import InsiderCaller, OrganiserCaller
from bot.papers import ballot_service, queries, vote_settings
from bot.papers.data import DATA
from bot.papers.models import RoundRow
from bot.papers.receipts import receipts_of
from bot.papers.values import Round
from bot.readings import queries as readings
from bot.readings.rules.files import files_of
from bot.readings.values import Filters
from bot.voting import MOST_STARS, Marks, Method
from bot.voting.receipts import as_text, spelled
from cogs.common.feature import PanelAddition
from cogs.papers import panels, result_panels
from cogs.papers.ballot_panels import ballot_panel
from cogs.papers.reading_guide import guide_panel
from cogs.papers.tally_picture import tally_of
from cogs.readings.panels import history_panel
from tests.papers.group import (
    CLOSES,
    GUILD,
    OPENS,
    SECOND,
    START,
    announce,
    ballot,
    close,
    entry,
    found_group,
    member,
    open_round,
)

KEYS = tuple(f"2603.{number:05}" for number in (1, 2, 3))
VIEWER = 1
# Far from any number that a text may hold for another reason.
OTHERS = (700_000_000_000_001, 700_000_000_000_002, 700_000_000_000_003, 700_000_000_000_004, 9)
CODES = ("BCDFGHJK", "CDFGHJKL", "DFGHJKLM", "FGHJKLMN", "GHJKLMNP")


def marks(method: Method) -> st.SearchStrategy[Marks]:
    """A ballot that a member can cast."""
    if method is Method.RUNOFF:
        rankings = st.lists(st.sampled_from(KEYS), unique=True, min_size=1)
        return rankings.map(lambda keys: {key: at for at, key in enumerate(keys, start=1)})
    mark = st.just(1) if method is Method.APPROVAL else st.integers(0, MOST_STARS)
    return st.dictionaries(st.sampled_from(KEYS), mark, min_size=1)


async def cast(
    db: Database, user_id: int, found: Round, mine: Marks, code: str, now: datetime
) -> None:
    with mock.patch.object(ballot_service, "_new_code", return_value=code):
        async with db.begin() as session:
            caller = await member(session, user_id, now=now)
            if found.method is Method.APPROVAL:
                await ballot_service.cast(session, caller, found.id, list(mine))
            for key in sorted(mine, key=lambda key: mine[key]):
                if found.method is Method.RUNOFF:
                    await ballot_service.rank(session, caller, found.id, mine[key], key)
                elif found.method is Method.STAR:
                    await ballot_service.score(session, caller, found.id, key, mine[key])


def shown(panel: ui.LayoutView) -> Iterator[str]:
    """All of a panel: texts, custom ids, labels, options."""
    for item in panel.walk_children():
        yield str(getattr(item, "to_component_dict", lambda: "")())


async def views(db: Database, found: Round, now: datetime) -> list[str]:
    """What somebody else in the group, and an organiser, can see or get of a round."""
    async with db.read() as session:
        everything: list[str] = []
        for organises in (False, True):
            caller = InsiderCaller(GUILD, VIEWER, organises, now)
            seen = await queries.overview(session, caller)
            everything += shown(panels.picks_panel(seen, now, (), can_change=organises))
            history = await readings.found(session, caller, Filters(), 0)
            everything += shown(history_panel(history))
            exported = await readings.exported(session, caller, Filters())
            everything += [file.content.decode() for file in files_of(exported)]
        latest = await queries.get(session, GUILD, found.id)
        everything.append(str(await DATA.export(session, GUILD, VIEWER)))
    everything += shown(panels.shortlist_panel(latest, now))
    everything += shown(ballot_panel(await ballot(db, VIEWER, found.id), now))
    if latest.closed_at is not None:
        everything.append(as_text(receipts_of(latest)))
        everything += [tally.alt_text(tally_of(latest)), str(tally_of(latest))]
        everything += shown(result_panels.details_panel(latest))
        if latest.winner is not None:
            everything += shown(result_panels.result_panel(latest))
            everything += shown(guide_panel(latest, PanelAddition(), None))
    # Rounds of two runs have ids of their own.
    return [re.sub(rf"(paper:[a-z-]+:){found.id}\b", r"\1#", text) for text in everything]


async def seen_by_others(
    db: Database, method: Method, ballots: Sequence[Marks], voters: Sequence[int]
) -> list[str]:
    """All that others see of a vote before and after its close, with the log at DEBUG."""
    stream = io.StringIO()
    log.configure("DEBUG", stream=stream)
    async with db.begin() as session:
        await session.execute(delete(RoundRow))
        await session.execute(delete(GroupRow))
    await found_group(db, members=(VIEWER, *OTHERS))
    async with db.begin() as session:
        organiser = OrganiserCaller(GUILD, VIEWER, True, START)
        await vote_settings.change(session, organiser, method, hides_totals=False)
    found = await open_round(db, now=OPENS)
    assert found is not None
    for user_id, mine, code in zip(voters, ballots, CODES, strict=False):
        await cast(db, user_id, found, mine, code, OPENS)
    everything = await views(db, found, CLOSES - SECOND)
    closed = await close(db)
    assert closed is not None
    everything += await views(db, closed, CLOSES)
    return [*everything, stream.getvalue()]


@pytest.fixture
def _log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, ("bot", "cogs", "alembic", "apscheduler"))]
    levels, handlers = [each.level for each in loggers], root.handlers[:]
    yield
    root.handlers[:] = handlers
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


@pytest.mark.usefixtures("_log_as_before")
@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
async def test_u9_all_that_others_see_is_the_same_whoever_cast_which_ballot(
    db: Database, method: Method, data: st.DataObject
) -> None:
    await announce(db, *map(entry, (1, 2, 3)))
    ballots = data.draw(st.lists(marks(method), min_size=1, max_size=5))
    voters = data.draw(st.permutations(OTHERS))
    one = await seen_by_others(db, method, ballots, OTHERS)
    other = await seen_by_others(db, method, ballots, voters)
    assert one == other
    for text in one:
        assert not any(str(user_id) in text for user_id in OTHERS[:4])


@pytest.mark.parametrize("method", Method)
async def test_u9_a_code_stands_in_its_voter_s_own_panel_and_in_the_list_and_nowhere_else(
    db: Database, method: Method
) -> None:
    await found_group(db, members=(VIEWER, *OTHERS))
    await announce(db, *map(entry, (1, 2, 3)))
    async with db.begin() as session:
        organiser = OrganiserCaller(GUILD, VIEWER, True, START)
        await vote_settings.change(session, organiser, method, hides_totals=False)
    found = await open_round(db, now=OPENS)
    assert found is not None
    for user_id, code in zip(OTHERS, CODES, strict=True):
        await cast(db, user_id, found, {KEYS[0]: 1}, code, OPENS)
    before = "\n".join(await views(db, found, CLOSES - SECOND))
    assert not any(code in before or spelled(code) in before for code in CODES)
    closed = await close(db)
    assert closed is not None
    holding = [text for text in await views(db, closed, CLOSES) if spelled(CODES[0]) in text]
    assert holding == [as_text(receipts_of(closed))]
    assert KEYS[0] not in holding[0].partition("## Ballots that were counted")[2]
    mine = "\n".join(shown(ballot_panel(await ballot(db, OTHERS[0], found.id), CLOSES)))
    assert spelled(CODES[0]) in mine
    assert not any(spelled(code) in mine for code in CODES[1:])
