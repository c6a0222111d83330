"""What arXiv's API says of papers that feeds brought: venues, versions, withdrawals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.arxiv import ingest, paper_queries
from bot.arxiv.values import AnnounceType, FoundPaper
from bot.db import Database
from tests.arxiv.test_ingest import papers
from tests.papers.group import START, announce, entry


def described(number: int, version: int = 1, **changes: Any) -> FoundPaper:
    """What the API says of a paper."""
    found = replace(entry(number, version=version), is_withdrawn=changes.pop("withdrawn", False))
    return FoundPaper(found, START, changes.pop("venue", None))


async def test_a6_details_are_asked_once_a_version_and_kept(db: Database) -> None:
    """What the API leaves out is asked again; it also knows of withdrawals and newer versions."""
    await announce(db, entry(1), entry(2), entry(3))
    keys = [f"2603.{number:05}" for number in (1, 2, 3, 4)]
    async with db.begin() as session:
        assert await ingest.undescribed(session, keys) == keys
        found = [described(1, venue="ICML"), described(2, version=3, withdrawn=True)]
        await ingest.store_details(session, found, START)
        assert await ingest.undescribed(session, keys) == keys[2:]
    assert (await papers(db))["2603.00002"] == 3
    async with db.read() as session:
        known = [await paper_queries.paper(session, key) for key in keys[:3]]
    assert [(each.venue, each.is_withdrawn) for each in known if each] == [
        ("ICML", False),
        (None, True),
        (None, False),
    ]
    # A later version is asked about anew, and may say something else.
    await announce(db, replace(entry(1), version=2, announce_type=AnnounceType.REPLACE))
    async with db.begin() as session:
        assert await ingest.undescribed(session, keys[:1]) == keys[:1]
        await ingest.store_details(session, [described(1, version=2, venue="JMLR")], START)
        await ingest.store_details(session, [described(1, version=1, venue="ICML")], START)
        known = [await paper_queries.paper(session, keys[0])]
    assert [each.venue for each in known if each] == ["JMLR"]


async def test_what_nobody_brought_is_known_once_it_was_asked_for(db: Database) -> None:
    await announce(db, entry(1))
    keys = ["2603.00001", "2603.00002", "2603.00003"]
    async with db.begin() as session:
        assert await ingest.unknown(session, keys) == keys[1:]
        await ingest.store_details(session, [described(3, version=2, venue="ICML")], START)
        assert await ingest.unknown(session, keys) == keys[1:2]
        found = await paper_queries.paper(session, keys[2])
    assert found is not None
    assert found.venue == "ICML"
    assert (await papers(db))["2603.00003"] == 2
