"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Retention, acts
from bot.db.records import delete_of_person, records_of_person
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored, features_of
from bot.groups import audit
from bot.groups.audit_rules import KEPT
from bot.groups.invitation import INVITATION_KIND
from bot.groups.models import HomeRow, MemberRow, SettingChangeRow
from bot.groups.rest import QuietHours
from bot.groups.rest_rules import check_times
from bot.held import Back, Held, Row
from bot.inputs.zones import require_zone
from bot.scheduling.models import DeliveryRow, ScheduleRow
from bot.scheduling.personal_data import forget_schedules, schedule_records
from bot.scheduling.retention import KEPT as DELIVERIES_KEPT
from bot.scheduling.retention import is_over, is_spent
from bot.scheduling.skips import read_skips

_HELP = (
    HelpTopic(
        "start",
        "First steps",
        "Join, and each weekday a short prompt comes by direct message, at your local time.",
        (
            ("join", "become a member; zone and time have defaults"),
            ("today", "today's prompt, whenever you like"),
            ("milestone list", "the plan's milestones, with a button each"),
            ("me", "your settings, and where you stand"),
        ),
    ),
    HelpTopic(
        "dms",
        "Closed direct messages",
        "If Discord does not let me write to you, nothing is lost and nothing goes to a channel: "
        "prompts wait in `/today`. To get them by message, open the server's menu, *Privacy "
        "Settings*, *Direct Messages*; then press *Try again* in `/me`.",
        (
            ("today", "what was kept for you"),
            ("me", "whether messages get through"),
        ),
    ),
    HelpTopic(
        "privacy",
        "What is stored",
        "Your settings and what you enter, seen by you; the group sees only what you share. "
        "`/privacy` has the whole list. Leaving stops everything from me at once.",
        (
            ("privacy", "the whole list: what, why, how long, and who can see it"),
            ("leave", "leave, with what happens to your data"),
        ),
    ),
    HelpTopic(
        "organise",
        "Organising a group",
        "Whoever has *Manage Server*, or a role that it lets organise, sets the group up. It is "
        "safe to run again: only what you touch changes.",
        (
            ("setup", "channels, zone, start, feeds, weekly paper, retro"),
            ("settings show", "change one thing, and see first what follows"),
            ("plan import", "the group's own plan, or a new version of it"),
            ("retro open", "a retro by hand"),
            ("cycle start", "close this cycle and begin the next"),
        ),
    ),
)

_FOR_GOOD = "until you are forgotten; after you leave it waits for a while, in case you come back"
_STORED = (
    Stored(
        what="your Discord id and your settings: zone, prompt time, weekdays, day start, quiet "
        "hours, nudges, pause, rest, lighter weeks, first day, pace and path",
        why="to write to you when it suits you, and to count your dates",
        how_long=_FOR_GOOD,
        seen_by="you",
    ),
    Stored(
        what="the id of our direct messages, whether Discord lets me write there, and which group "
        "you mean there",
        why="to reach you, and to stop trying where you closed them",
        how_long=_FOR_GOOD,
        seen_by="you",
    ),
    Stored(
        what="whether you are still in the server, and when I last asked Discord",
        why="to send and show you nothing of a group whose server you have left",
        how_long=_FOR_GOOD,
        seen_by="you",
    ),
    Stored(
        what="when messages to you are due, and when they were sent",
        why="so that each comes once",
        how_long=f"{DELIVERIES_KEPT.days} days; the newest of each kind, days that you did not "
        "answer, and posts that name you, until you are forgotten",
        seen_by="you",
    ),
    Stored(
        what="as an organiser: which settings of the group you changed, when, from what to what",
        why="so that organisers know whom to ask",
        how_long=f"{KEPT.days} days; once you are forgotten, the change stays without your name",
        seen_by="organisers",
    ),
    Stored(
        what="by which number Discord told me of each of your commands, presses and forms",
        why="so that nothing is done twice",
        how_long=f"{acts.KEPT.days} day, and never with your id",
        seen_by="nobody",
    ),
)


def _may_end(session: AsyncSession) -> ColumnElement[bool]:
    """Whether no feature goes on reading a delivery."""
    kinds = [kind for feature in features_of(session) for kind in feature.kinds]
    return is_over({kind.name: kind.lasts for kind in kinds if kind.lasts is not None})


_RETENTIONS = (
    acts.RETENTION,
    audit.RETENTION,
    Retention(since=DeliveryRow.due_at, kept=DELIVERIES_KEPT, only=_may_end),
    Retention(since=ScheduleRow.once_at, kept=DELIVERIES_KEPT, only=lambda _: is_spent()),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the member's row, which group their direct messages mean, and their schedules.

    The settings that they changed stay in the group's log, without who it was.
    What other features keep of a member goes with the row, so it is the last to be removed.
    """
    await session.execute(
        update(SettingChangeRow)
        .where(SettingChangeRow.guild_id == guild_id, SettingChangeRow.user_id == user_id)
        .values(user_id=None)
        .execution_options(synchronize_session=False)
    )
    await forget_schedules(session, guild_id, user_id)
    await delete_of_person(session, guild_id, user_id, (HomeRow, MemberRow))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The member's settings, which group their direct messages mean, and their schedules."""
    return {
        **await records_of_person(
            session, guild_id, user_id, (MemberRow, HomeRow, SettingChangeRow)
        ),
        **await schedule_records(session, guild_id, user_id),
    }


# More than this nobody can move their dates by.
_MOST_DAYS = 365

_SETTINGS = (
    *("zone", "prompt_at", "weekdays", "day_start", "quiet_from", "quiet_until", "nudges"),
    *("paused_from", "paused_until", "rests", "lighter_weekdays", "lighter_until"),
    *("started_on", "path", "pace_days", "prompts_stopped_at"),
)


def _sound_settings(row: Row) -> Row:
    """Settings as somebody can choose them; ValueError or UserError for others."""
    read_skips(row["rests"])
    if row["zone"] is not None:
        require_zone(row["zone"])
    if abs(row["pace_days"]) > _MOST_DAYS:
        raise ValueError("pace_days")
    quiet = row["quiet_from"] is not None and QuietHours(row["quiet_from"], row["quiet_until"])
    check_times(row["prompt_at"], row["day_start"], quiet or None)
    return row


_HELD = (
    Held(
        table=MemberRow, title="Your settings", back=Back(columns=_SETTINGS, read=_sound_settings)
    ),
    Held(
        table=SettingChangeRow,
        title="Settings of the group that you changed",
        back="the group's log keeps them without your name",
    ),
    Held(
        table=HomeRow,
        title="Which group you mean in direct messages",
        back="I ask again where it matters",
    ),
    Held(
        table=ScheduleRow,
        title="When messages are due",
        back="they are made anew from your settings",
    ),
    Held(
        table=DeliveryRow,
        title="Messages that I sent",
        person="",
        back="they are over; days of yours without an answer count as free then",
    ),
)


DATA = FeatureData(
    name="groups",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=INVITATION_KIND,
            title="The invitation to join",
            lateness=timedelta(days=1),
            on_failed=None,
        ),
    ),
    held=_HELD,
    retentions=_RETENTIONS,
)
