"""A group's settings as organisers type and choose them: forms, and values from their answers."""

from __future__ import annotations

from datetime import UTC, date

import discord

from bot.errors import NotFound
from bot.groups.rules import check_start
from bot.groups.values import Group, GroupFields
from bot.inputs.categories import parse_categories
from bot.inputs.date_patterns import (
    DatePattern,
    parse_date_pattern,
    say_date_pattern,
    suggested_patterns,
)
from bot.inputs.dates import WEEKDAYS, parse_date
from bot.inputs.times import parse_time, parse_weekly, say_time
from bot.inputs.zones import read_zone
from bot.scheduling import find_zone, local_date
from cogs.common.choices import Choices, choice, suggestions
from cogs.common.forms import Form, text_field
from cogs.common.routes import CustomId, Fields, Interaction

RHYTHM_OPTIONS = {
    "zone": "A city or time zone for shared times",
    "start": "First day of the plan, such as 2026-12-07 or monday",
    "papers_open": "When the weekly paper opens, such as Monday 9:00",
    "papers_close": "When the weekly paper closes, such as Friday 17:00",
    "retro_day": "When retros open, such as 15, last day, last Friday, every 3 weeks from monday",
    "retro_time": "Time of the retro, such as 18:00",
}
"""What the options say that ``/setup`` and ``/settings cadence`` share."""


def server(interaction: Interaction) -> discord.Guild:
    """The server, as far as the bot is in it.

    Raises:
        NotFound: the app was added without its bot.
    """
    guild = interaction.guild
    if guild is None or guild.me is None:
        raise NotFound(
            "I am not in this server as a bot yet. Add me again with the *bot* scope, then run "
            "`/setup`."
        )
    return guild


def text_channel(interaction: Interaction, value: str) -> discord.TextChannel:
    """The text channel of this server that a select's value names.

    Raises:
        NotFound: there is none here.
    """
    channel = server(interaction).get_channel(int(value)) if value.isdecimal() else None
    if not isinstance(channel, discord.TextChannel):
        raise NotFound("That is no text channel of this server. Choose one from the list.")
    return channel


def start_date(interaction: Interaction, text: str, zone: str) -> date:
    """The typed first day of the plan.

    Raises:
        UserError: it is no date, two, or more than a year away.
    """
    today = local_date(interaction.client.clock.now(), zone)
    return check_start(parse_date(text, today=today, zone=find_zone(zone)), today=today)


def _retro_on(interaction: Interaction, text: str, zone: str) -> DatePattern:
    today = local_date(interaction.client.clock.now(), zone)
    return parse_date_pattern(text, today=today, zone=find_zone(zone))


@suggestions
async def suggest_retro_days(interaction: Interaction, typed: str) -> Choices:
    """How typed dates of retros are read; common ones before anything is typed."""
    today = interaction.client.clock.now().date()
    said = map(say_date_pattern, suggested_patterns(typed, today=today, zone=UTC))
    return [choice(each, each) for each in said]


def basics_form(custom_id: CustomId, group: Group, *, categories: bool) -> Form:
    """Asks for zone, start and (if ``categories``) feeds."""
    fields = [
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
    ]
    if categories:
        fields.append(
            text_field(
                "categories",
                "arXiv categories for the weekly paper",
                hint="With commas between them, such as cs.LG, stat.ML.",
                default=", ".join(group.categories),
                max_length=200,
            )
        )
    return Form("The group's basics", custom_id, fields=fields)


async def read_basics(interaction: Interaction, fields: Fields, *, categories: bool) -> GroupFields:
    """What `basics_form` was answered.

    Raises:
        UserError: one of them cannot be.
    """
    zone = await read_zone(fields.get("zone", ""))
    typed: GroupFields = {
        "zone": zone,
        "start_date": start_date(interaction, fields.get("start", ""), zone),
    }
    if categories:
        typed["categories"] = parse_categories(fields.get("categories", ""))
    return typed


def rhythm_form(custom_id: CustomId, group: Group) -> Form:
    """Asks for the weekly paper's times and the retro's day."""
    opens = f"{WEEKDAYS[group.papers_open_weekday]} {say_time(group.papers_open_at)}"
    closes = f"{WEEKDAYS[group.papers_close_weekday]} {say_time(group.papers_close_at)}"
    weekday_and_time = "A weekday and a time, such as Monday 9:00."
    return Form(
        "The group's rhythm",
        custom_id,
        fields=[
            text_field("papers_open", "Weekly paper opens", hint=weekday_and_time, default=opens),
            text_field(
                "papers_close", "Weekly paper closes", hint=weekday_and_time, default=closes
            ),
            text_field(
                "retro_day",
                "Retros open",
                hint="Such as 15, last day, last Friday, or every 3 weeks from 2026-12-07.",
                default=say_date_pattern(group.retro_on),
                max_length=80,
            ),
            text_field(
                "retro_time",
                "Time of the retro",
                hint="Such as 18:00 or 6pm.",
                default=say_time(group.retro_at),
                max_length=20,
            ),
        ],
    )


def read_rhythm(interaction: Interaction, fields: Fields, group: Group) -> GroupFields:
    """What `rhythm_form` was answered, beside the group's other settings.

    Raises:
        UserError: one of them cannot be.
    """
    return {
        "papers_open": parse_weekly(fields.get("papers_open", "")),
        "papers_close": parse_weekly(fields.get("papers_close", "")),
        "retro": (
            _retro_on(interaction, fields.get("retro_day", ""), group.zone),
            parse_time(fields.get("retro_time", "")),
        ),
    }


async def read_cadence(
    interaction: Interaction,
    known: Group,
    *,
    zone: str | None,
    start: str | None,
    papers_open: str | None,
    papers_close: str | None,
    retro_day: str | None,
    retro_time: str | None,
) -> GroupFields:
    """The options of a command that are given; ``known`` are the settings beside them.

    Raises:
        UserError: one of them cannot be.
    """
    fields: GroupFields = {}
    if zone is not None:
        fields["zone"] = await read_zone(zone)
    if start is not None:
        fields["start_date"] = start_date(interaction, start, fields.get("zone", known.zone))
    if papers_open is not None:
        fields["papers_open"] = parse_weekly(papers_open)
    if papers_close is not None:
        fields["papers_close"] = parse_weekly(papers_close)
    if retro_day is not None or retro_time is not None:
        at = known.retro_at if retro_time is None else parse_time(retro_time)
        zone = fields.get("zone", known.zone)
        on = known.retro_on if retro_day is None else _retro_on(interaction, retro_day, zone)
        fields["retro"] = (on, at)
    return fields
