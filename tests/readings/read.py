"""A group that has read some papers, for tests below Discord."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from bot.arxiv.models import PaperRow
from bot.db import Database
from bot.inputs.text import folded
from bot.papers.models import RoundRow, ShortlistRow
from bot.papers.values import RoundDecision
from tests.papers.group import CLOSES, GUILD, OPENS, START, WEEK, found_group

DAY = timedelta(days=1)


async def read_papers(
    db: Database,
    count: int,
    *,
    guild_id: int = GUILD,
    titles: tuple[str, ...] = (),
    thread: bool = True,
    others: int = 1,
) -> list[int]:
    """A group of three that chose ``count`` papers, one a week; gives the rounds, oldest first.

    Papers are ``2603.00001`` and so on, those of ``titles`` first; each had ``others`` beside it.
    """
    await found_group(db, guild_id)
    papers, rounds, listed = [], [], []
    for number in range(1, count + 1):
        title = titles[number - 1] if number <= len(titles) else f"Paper number {number}"
        keys = [f"2603.{number + 10_000 * place:05}" for place in range(others + 1)]
        papers += [_paper(key, title if not place else "Other") for place, key in enumerate(keys)]
        opened = OPENS + (number - 1) * WEEK
        rounds.append(
            {
                "id": guild_id * 1000 + number,
                "guild_id": guild_id,
                "period": opened.date(),
                "opened_at": opened,
                "closes_at": CLOSES + (number - 1) * WEEK,
                "closed_at": CLOSES + (number - 1) * WEEK,
                "decision": RoundDecision.BALLOTS,
                "ballots": 3,
                "winner_id": keys[0],
                "thread_id": 7000 + number if thread else None,
            }
        )
        listed += [
            {
                "guild_id": guild_id,
                "round_id": guild_id * 1000 + number,
                "arxiv_id": key,
                "position": place + 1,
                "score": 1.0,
                "reasons": [],
                "block": f"block {1 + number % 3}: Theme {1 + number % 3}",
                "approvals": 2 - place,
            }
            for place, key in enumerate(keys)
        ]
    async with db.begin() as session:
        known = {each["arxiv_id"] for each in papers}
        for key in known:
            found = await session.get(PaperRow, key)
            if found is not None:
                papers = [each for each in papers if each["arxiv_id"] != key]
        for table, rows in ((PaperRow, papers), (RoundRow, rounds), (ShortlistRow, listed)):
            if rows:
                await session.execute(insert(table), rows)
    return [guild_id * 1000 + number for number in range(1, count + 1)]


def _paper(key: str, title: str) -> dict[str, object]:
    authors = ["Ana Müller", "Ben Łoś"]
    return {
        "arxiv_id": key,
        "version": 1,
        "title": title,
        "folded_title": folded(title),
        "authors": authors,
        "folded_authors": folded(", ".join(authors)),
        "abstract": f"We study {title}.",
        "categories": ["cs.LG"],
        "seen_at": START,
        "is_withdrawn": False,
    }
