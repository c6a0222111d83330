"""What the feature declares of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import Commitment, DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.figures import FLOOR
from bot.groups.direct_messages import message_failed
from bot.groups.values import Member
from bot.held import Held
from bot.sessions.meetings import show_people
from bot.sessions.models import MeetingRow
from bot.talks import counts, feedback, queries
from bot.talks.audited import EVENING
from bot.talks.calendar_events import CALENDAR
from bot.talks.models import FeedbackMarkRow, SignedFeedbackRow, TalkRow
from bot.talks.values import CLOSE, RESULT

_HELP = (
    HelpTopic(
        "talks",
        "Talks",
        "Lightning talks of members. Propose one; an organiser puts it on an evening, which is a "
        "session with its panel and reminders. Listeners say how clear it was, what it brought and "
        f"what to keep. The speaker alone sees that: from {FLOOR} answers on after a week, without "
        "names, and at once what is signed. A talk that was held counts at the milestone that the "
        "plan names for talks, with one press.",
        (
            ("talk propose", "propose a talk"),
            ("talk list", "evenings, proposals, and talks that were held"),
            ("talk feedback", "say what a talk gave you, or see what yours did"),
            ("talk schedule", "plan an evening, or arrange the next (organisers)"),
        ),
    ),
)

_STORED = (
    Stored(
        what="the talks that you propose: title, words, length, links, and on which evening",
        why="so that the group knows who speaks about what",
        how_long="until you withdraw one or are forgotten",
        seen_by="the group",
    ),
    Stored(
        what="that you gave feedback on a talk without your name, until it closes a week after; "
        "what you said stands apart from that, and nothing leads from it to you",
        why=f"so that nobody answers twice, and its speaker sees it from {FLOOR} answers on",
        how_long=f"that you gave some: a week. What was said: for good from {FLOOR} answers on, "
        "else it is removed unseen; nobody can tell which is yours, so neither can I",
        seen_by="the speaker, without names",
        inferred="can read it before it is shown; whoever compares the database with a copy from "
        "just before it came could tell which one is new, and from whom if they know who gave it",
    ),
    Stored(
        what="feedback on a talk that you signed",
        why="to show it to the speaker with your name, as you chose",
        how_long="until you or the speaker are forgotten",
        seen_by="the speaker",
    ),
)

_TABLES = (SignedFeedbackRow, FeedbackMarkRow, TalkRow)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's talks with all feedback on them, and what they signed of others'."""
    await delete_of_person(session, guild_id, user_id, _TABLES)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's talks, the feedback that they signed, and where they gave some."""
    return await records_of_person(session, guild_id, user_id, tuple(reversed(_TABLES)))


async def _on_member_changed(session: AsyncSession, member: Member, now: datetime) -> None:
    """Let the panels of evenings ahead show whether a speaker is here, gone or back."""
    speaks = exists().where(
        TalkRow.guild_id == member.guild_id,
        TalkRow.meeting_id == MeetingRow.id,
        TalkRow.user_id == member.user_id,
    )
    await show_people(session, member.guild_id, speaks, now=now)


async def _commitments(session: AsyncSession, member: Member, now: datetime) -> list[Commitment]:
    """The talks that the member gives."""
    return [
        Commitment(each.title, each.starts_at)
        for each in await queries.own(session, member, now=now)
        if each.starts_at is not None
    ]


_HELD = (
    Held(
        table=TalkRow,
        title="Talks that you proposed",
        counts="talks",
        back="a talk belongs to an evening of the group; `/talk propose` takes it anew",
    ),
    Held(
        table=FeedbackMarkRow,
        title="Where you gave feedback without your name",
        back="it stands for feedback that cannot be told from others'",
    ),
    Held(
        table=SignedFeedbackRow,
        title="Feedback that you signed",
        back="it belongs to a talk of somebody else's",
    ),
)

DATA = FeatureData(
    name="talks",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    audited=(EVENING,),
    kinds=(
        DeliveryKind(
            name=CLOSE,
            title="Feedback on talks closes",
            lateness=timedelta(days=1),
            on_failed=feedback.close_failed,
        ),
        DeliveryKind(
            name=RESULT,
            title="Feedback on your talk",
            lateness=timedelta(days=2),
            on_failed=message_failed,
        ),
    ),
    on_member_changed=_on_member_changed,
    on_clock_right=feedback.reopen_early_closed,
    naming_posts=queries.naming_posts,
    calendar=CALENDAR,
    commitments=_commitments,
    achievements=counts.achievements,
    held=_HELD,
    kept=("feedback that you gave without your name",),
)
