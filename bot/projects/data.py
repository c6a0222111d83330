"""What the feature declares of itself."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held, Row
from bot.projects import publishing
from bot.projects.counts import achievements
from bot.projects.models import CheckpointRow, ProjectRow, StageRow
from bot.projects.queries import group_facts
from bot.projects.rules import MAX_ANSWER, MOST_PROJECTS
from bot.projects.values import POST, TAKE_DOWN
from bot.public_panels import NamingPost
from bot.releases import posts_of_person, take_down_posts

# What somebody took back has to go however late it is.
_EVER = timedelta(days=3650)
_ID = re.compile(r"[a-z0-9-]{1,40}")

_HELP = (
    HelpTopic(
        "projects",
        "Projects",
        "A project goes from the first question to the case study, stage by stage, with a short "
        "look at ethics and bias in each. It is yours alone until you publish it to the group; "
        "you can also publish it for yourself, or take it back.",
        (
            ("project new", "begin one: a title, and what hurts"),
            ("project show", "where one stands, with all that it says"),
            ("project update", "change it, its next step or its stage"),
            ("project publish", "risks, case study, and who sees it"),
            ("project list", "yours, and those that others published"),
            ("project audit", "which looks at ethics are written, and which are missing"),
        ),
    ),
)

_STORED = (
    Stored(
        what="your projects: what they are about, your answers, next step, stages with their "
        "times, looks at ethics and bias, risks, case study, links, when you published them, and "
        "which of them you counted towards a milestone",
        why="to keep your work on them, to name the next step in the daily message, and to show "
        "the group what you publish to it",
        how_long="until you delete one or are forgotten; their posts are deleted then",
        seen_by="you alone; what you publish to the group, the group, with your name",
    ),
)

_TABLES = (ProjectRow, StageRow, CheckpointRow)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's projects, with their posts."""
    await take_down_posts(session, ProjectRow, guild_id, user_id, kind=TAKE_DOWN)
    await delete_of_person(session, guild_id, user_id, reversed(_TABLES))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's projects, published or not."""
    return await records_of_person(session, guild_id, user_id, _TABLES)


async def _naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The posts of their projects."""
    found = await posts_of_person(session, ProjectRow, guild_id, user_id)
    return [post for post, _released_at in found]


def _sound_project(row: Row) -> Row:
    """A project as the export wrote it; ValueError where something of it is not sound."""
    points, said = row["pain_points"], row["answers"]
    if not isinstance(points, list) or not isinstance(said, dict):
        raise ValueError("it is no list of answers or pain points")
    for name in (row["stage"], *([row["block"]] if row["block"] else []), *points, *said):
        _check_id(name)
    for text in said.values():
        if not isinstance(text, str) or len(text) > MAX_ANSWER:
            raise ValueError("it is no answer")
    return row


def _sound_stage(row: Row) -> Row:
    """What is about a stage, as the export wrote it; ValueError where its id is none."""
    _check_id(row["stage"])
    return row


def _check_id(name: object) -> None:
    """Check that it can be an id of a plan: it stands in custom ids."""
    if not isinstance(name, str) or _ID.fullmatch(name) is None:
        raise ValueError("it is no id of a plan")


_NOT_BACK = ("released_at", "channel_id", "message_id", "trouble", "counted_as", "counted_number")

_HELD = (
    Held(
        table=ProjectRow,
        title="Your projects",
        counts="projects",
        back=Back(
            unit=("title", "begun_at"),
            most=MOST_PROJECTS,
            without={**dict.fromkeys(_NOT_BACK), "releases": 0},
            read=_sound_project,
        ),
    ),
    Held(
        table=StageRow,
        title="Stages of your projects",
        back=Back(unit=("number", "entered_at"), read=_sound_stage),
    ),
    Held(
        table=CheckpointRow,
        title="Looks at ethics in your projects",
        back=Back(unit=("stage", "written_at"), read=_sound_stage),
    ),
)


DATA = FeatureData(
    name="projects",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=POST,
            title="A project is posted",
            lateness=timedelta(days=1),
            on_failed=publishing.not_posted,
        ),
        DeliveryKind(
            name=TAKE_DOWN,
            title="A project's post is deleted",
            lateness=_EVER,
            on_failed=None,
        ),
    ),
    naming_posts=_naming_posts,
    held=_HELD,
    group_facts=group_facts,
    achievements=achievements,
)
