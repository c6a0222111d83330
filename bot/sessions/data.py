"""What the feature declares of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records, records_of_person
from bot.facts import Fact
from bot.feature import (
    DeliveryKind,
    FeatureData,
    HelpTopic,
    Records,
    Stored,
)
from bot.groups.direct_messages import message_failed
from bot.groups.values import Member
from bot.held import Back, Held
from bot.sessions import meetings, queries, telling
from bot.sessions.audited import SESSION
from bot.sessions.calendar_events import CALENDAR
from bot.sessions.models import ComingRow, MeetingRow, NotesRow
from bot.sessions.set_right import set_right
from bot.sessions.values import EVENT, MESSAGE, OVER, POST, TAKE_DOWN, TELL

# What stands there by mistake has to go however late it is.
_EVER = timedelta(days=3650)

_HELP = (
    HelpTopic(
        "sessions",
        "Sessions",
        "The group meets, once or every week, and everybody sees who comes. Those who come hear "
        "of it on the day and 15 minutes before, and when it is moved or called off. Notes have "
        "their place afterwards.",
        (
            ("session list", "what is ahead, and notes of the last ones"),
            ("session join", "say that you come"),
            ("session plan", "plan one (organisers)"),
            ("session move", "move one (organisers)"),
            ("session cancel", "call one off (organisers)"),
        ),
    ),
)

_STORED = (
    Stored(
        what="whether you come to each of the group's sessions, and when you said so; where you "
        "give a talk you come, unless you say otherwise",
        why="so that the group knows who comes, and you hear of it in time",
        how_long="as long as your membership is stored",
        seen_by="the group sees who comes, and of those who cannot only how many",
    ),
    Stored(
        what="that you wrote the notes of a session last",
        why="so that others know whom to ask",
        how_long="until somebody else changes them; once you are forgotten, they stay without "
        "your name",
        seen_by="the group",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what the person said about sessions, and their name from notes, which stay."""
    await delete_of_person(session, guild_id, user_id, (ComingRow,))
    await session.execute(
        update(NotesRow)
        .where(NotesRow.guild_id == guild_id, NotesRow.author_id == user_id)
        .values(author_id=None)
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person said about sessions, and the notes that they wrote last."""
    return {
        **await records_of_person(session, guild_id, user_id, (ComingRow,)),
        NotesRow.__tablename__: await records(
            session, NotesRow, NotesRow.guild_id == guild_id, NotesRow.author_id == user_id
        ),
    }


async def _on_member_changed(session: AsyncSession, member: Member, now: datetime) -> None:
    """Let the panels ahead that they answered show whether somebody is here, gone or back."""
    answered = exists().where(
        ComingRow.guild_id == member.guild_id,
        ComingRow.meeting_id == MeetingRow.id,
        ComingRow.user_id == member.user_id,
    )
    await meetings.show_people(session, member.guild_id, answered, now=now)


async def _facts(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """How many sessions the group held; each was there for all to see."""
    return [
        Fact(
            await queries.count_held(session, guild_id, since, until),
            "session held",
            "sessions held",
        )
    ]


_HELD = (
    Held(
        table=ComingRow,
        title="Sessions that you answered",
        back=Back(unit=("meeting_id",)),
    ),
    Held(
        table=NotesRow,
        title="Notes of sessions that you wrote last",
        person="author_id",
        back="they are the group's, and stay there",
    ),
)

DATA = FeatureData(
    name="sessions",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    audited=(SESSION,),
    kinds=(
        DeliveryKind(
            name=POST,
            title="A session's panel",
            lateness=timedelta(days=2),
            # That it was not posted stands in `/setup`; `/session list` has what it would say.
            on_failed=None,
        ),
        DeliveryKind(
            name=EVENT,
            title="A session's event on Discord",
            lateness=timedelta(days=2),
            # As above: the panel alone is enough to meet.
            on_failed=None,
        ),
        DeliveryKind(
            name=TELL,
            title="Telling who comes to a session",
            lateness=telling.LATENESS,
            # The panel says the same.
            on_failed=None,
        ),
        DeliveryKind(
            name=MESSAGE,
            title="A session's message",
            lateness=telling.LATENESS,
            on_failed=message_failed,
        ),
        DeliveryKind(
            name=OVER,
            title="A session is over",
            lateness=timedelta(days=1),
            on_failed=meetings.over_failed,
        ),
        DeliveryKind(
            name=TAKE_DOWN,
            title="A session's panel is deleted",
            lateness=_EVER,
            on_failed=None,
        ),
    ),
    on_member_changed=_on_member_changed,
    on_paper_chosen=meetings.paper_chosen,
    on_start=meetings.open_missing,
    on_clock_right=set_right,
    naming_posts=queries.naming_posts,
    calendar=CALENDAR,
    group_facts=_facts,
    held=_HELD,
    kept=("notes of sessions, without saying who wrote them",),
)
