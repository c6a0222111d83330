"""The selects, buttons and forms of ``/setup``."""

from __future__ import annotations

from bot.groups.rules import parse_month_day
from bot.groups.values import GroupFields
from bot.inputs.categories import parse_categories
from bot.inputs.dates import WEEKDAYS
from bot.inputs.times import parse_time, parse_weekly, say_time
from bot.inputs.zones import read_zone
from cogs.common.access import require_organiser
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.groups import inviting, organising
from cogs.groups.routes import (
    INVITE,
    INVITE_FOR_SURE,
    SETUP_ANNOUNCEMENTS,
    SETUP_BASICS,
    SETUP_OPEN,
    SETUP_PAPERS,
    SETUP_RETROS,
    SETUP_RHYTHM,
    SETUP_SHOW,
    SETUP_START,
)


@SETUP_START.press
async def start(interaction: Interaction) -> None:
    """Take the suggestions."""
    await rerender(interaction, await organising.save(interaction, {}))


@SETUP_OPEN.press
async def open_setup(interaction: Interaction) -> None:
    """Open ``/setup``."""
    await reply(interaction, await organising.show(interaction))


@SETUP_SHOW.press
async def show(interaction: Interaction) -> None:
    """Look again, such as after permissions were given."""
    await rerender(interaction, await organising.show(interaction))


@INVITE.press
async def show_invitation(interaction: Interaction) -> None:
    """Show what would be posted."""
    await rerender(interaction, await inviting.preview(interaction))


@INVITE_FOR_SURE.press
async def post_invitation(interaction: Interaction) -> None:
    """Post it."""
    await rerender(interaction, await inviting.post_invitation(interaction))


@SETUP_ANNOUNCEMENTS.press
async def set_announcements(interaction: Interaction) -> None:
    """Take the channel for announcements."""
    await _save(interaction, {"announcements_channel_id": _chosen_channel(interaction)})


@SETUP_PAPERS.press
async def set_papers(interaction: Interaction) -> None:
    """Take the channel for papers."""
    await _save(interaction, {"papers_channel_id": _chosen_channel(interaction)})


@SETUP_RETROS.press
async def set_retros(interaction: Interaction) -> None:
    """Take the channel for retros."""
    await _save(interaction, {"retros_channel_id": _chosen_channel(interaction)})


@SETUP_BASICS.press
async def open_basics(interaction: Interaction) -> None:
    """Ask for zone, start and feeds."""
    group = await organising.in_force(interaction)
    await open_form(
        interaction,
        Form(
            "The group's basics",
            SETUP_BASICS(),
            fields=[
                text_field(
                    "zone",
                    "City or time zone of the group",
                    hint="Used for shared times, and for members without a zone of their own.",
                    default=group.zone,
                    max_length=100,
                ),
                text_field(
                    "start",
                    "First day of the plan",
                    hint="Such as 2026-12-07. Whoever began on it moves along; later starts stay.",
                    default=group.start_date.isoformat(),
                    max_length=40,
                ),
                text_field(
                    "categories",
                    "arXiv categories for the weekly paper",
                    hint="With commas between them, such as cs.LG, stat.ML.",
                    default=", ".join(group.categories),
                    max_length=200,
                ),
            ],
        ),
    )


@SETUP_BASICS.form
async def set_basics(interaction: Interaction, fields: Fields) -> None:
    """Take zone, start and feeds."""
    zone = await read_zone(fields.get("zone", ""))
    await _save(
        interaction,
        {
            "zone": zone,
            "start_date": organising.start_date(interaction, fields.get("start", ""), zone),
            "categories": parse_categories(fields.get("categories", "")),
        },
    )


@SETUP_RHYTHM.press
async def open_rhythm(interaction: Interaction) -> None:
    """Ask for the weekly paper's times and the retro's day."""
    group = await organising.in_force(interaction)
    opens = f"{WEEKDAYS[group.papers_open_weekday]} {say_time(group.papers_open_at)}"
    closes = f"{WEEKDAYS[group.papers_close_weekday]} {say_time(group.papers_close_at)}"
    weekday_and_time = "A weekday and a time, such as Monday 9:00."
    await open_form(
        interaction,
        Form(
            "The group's rhythm",
            SETUP_RHYTHM(),
            fields=[
                text_field(
                    "papers_open", "Weekly paper opens", hint=weekday_and_time, default=opens
                ),
                text_field(
                    "papers_close", "Weekly paper closes", hint=weekday_and_time, default=closes
                ),
                text_field(
                    "retro_day",
                    "Day of the monthly retro",
                    hint="A number from 1 to 28, so that every month has it.",
                    default=str(group.retro_day),
                    max_length=4,
                ),
                text_field(
                    "retro_time",
                    "Time of the monthly retro",
                    hint="Such as 18:00 or 6pm.",
                    default=say_time(group.retro_at),
                    max_length=20,
                ),
            ],
        ),
    )


@SETUP_RHYTHM.form
async def set_rhythm(interaction: Interaction, fields: Fields) -> None:
    """Take the weekly paper's times and the retro's day."""
    await _save(
        interaction,
        {
            "papers_open": parse_weekly(fields.get("papers_open", "")),
            "papers_close": parse_weekly(fields.get("papers_close", "")),
            "retro": (
                parse_month_day(fields.get("retro_day", "")),
                parse_time(fields.get("retro_time", "")),
            ),
        },
    )


async def _save(interaction: Interaction, fields: GroupFields) -> None:
    await rerender(interaction, await organising.save(interaction, fields))


def _chosen_channel(interaction: Interaction) -> int:
    require_organiser(interaction)
    return organising.text_channel(interaction, chosen_one(interaction)).id
