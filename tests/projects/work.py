"""Projects for tests below Discord."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.db import Database
from bot.projects import publishing, queries, rules, service
from bot.projects.values import POST, ShownProject
from tests.papers.group import ANA, GUILD, START, member
from tests.reviews.test_service import subjects

NOW = START + timedelta(hours=2)
WHAT = {"summary": "", "repository": "", "pain_points": [], "block": ""}
RISKS = rules.risks(risks="Dialects read as anger.", mitigations="A person decides.", reason="")
LOOK: dict[str, Any] = {"words": "Nothing odd.", "link": ""}
CASE = rules.case_study(demo="", results="F1 0.81.", tradeoffs="", postmortem="")


async def act(
    db: Database,
    user_id: int,
    use_case: Callable[..., Awaitable[Any]],
    *args: Any,
    now: datetime = NOW,
    guild_id: int = GUILD,
    **kwargs: Any,
) -> Any:
    """What a use case gives a member, committed."""
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=guild_id, now=now)
        return await use_case(session, caller, *args, **kwargs)


async def begin(
    db: Database, user_id: int = ANA, title: str = "Mails", **more: Any
) -> ShownProject:
    """A project that was begun."""
    now = more.pop("now", NOW)
    guild_id = more.pop("guild_id", GUILD)
    what = {**WHAT, "title": title, **more}
    shown: ShownProject = await act(db, user_id, service.begin, now=now, guild_id=guild_id, **what)
    return shown


async def publish(
    db: Database, user_id: int = ANA, title: str = "Mails", *, to_group: bool = True, **more: Any
) -> ShownProject:
    """A project that was published."""
    now = more.get("now", NOW)
    project_id = (await begin(db, user_id, title, **more)).project.id
    await act(db, user_id, publishing.assess, project_id, RISKS, now=now)
    await act(db, user_id, publishing.study, project_id, CASE, now=now)
    shown: ShownProject = await act(
        db, user_id, publishing.publish, project_id, to_group=to_group, now=now
    )
    return shown


async def mine(db: Database, project_id: int, user_id: int = ANA, **more: Any) -> ShownProject:
    """A project as its member sees it."""
    shown: ShownProject = await act(db, user_id, queries.own, project_id, **more)
    return shown


async def posted(db: Database, message_id: int = 88) -> ShownProject | None:
    """The newest delivery that posts a project has done so."""
    (*_, subject) = await subjects(db, POST)
    async with db.begin() as session:
        return await publishing.posted(session, GUILD, subject, message_id, NOW)
