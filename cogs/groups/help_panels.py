"""What ``/help`` says: a first step by what the person is, and topics."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

import discord
from discord import ui

from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line
from cogs.common.text import escape


class Role(Enum):
    """What a person is here, as far as help goes."""

    STRANGER = "stranger"
    MEMBER = "member"
    ORGANISER_WITHOUT_GROUP = "organiser without group"
    STRANGER_WITHOUT_GROUP = "stranger without group"


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of help. ``commands`` are (qualified name, what it does)."""

    title: str
    text: str
    commands: tuple[tuple[str, str], ...] = ()


TOPICS = {
    "start": Topic(
        "First steps",
        "Join, and each weekday a short prompt comes by direct message, at your local time.",
        (
            ("join", "become a member; zone and time have defaults"),
            ("today", "today's prompt, whenever you like"),
            ("milestone list", "the plan's milestones, with a button each"),
            ("me", "your settings, and where you stand"),
        ),
    ),
    "prompts": Topic(
        "Daily prompts",
        "*Done* and *Skip* both count as an answer, and can be changed for a week. *Snooze* asks "
        "once more in an hour. *Stop* ends prompts at once; a pause ends by itself.",
        (("today", "today's prompt"), ("me", "time, weekdays, pause, stop")),
    ),
    "plan": Topic(
        "The plan",
        "Everybody in the group follows one plan; each has their own dates in it, counted from "
        "their first day. A new version of it never takes away what somebody did.",
        (
            ("plan show", "its blocks, and your roadmap as a picture"),
            ("plan versions", "every version of it, to download"),
            ("plan export", "the plan as a file"),
            ("plan import", "bring in a plan file, with a preview (organisers)"),
            ("plan edit", "change, add or move one milestone (organisers)"),
        ),
    ),
    "milestones": Topic(
        "Milestones",
        "The plan has blocks, and blocks have milestones. Each is not started ○, in progress ◐, "
        "done ● or skipped ⊘, and every change can be undone.",
        (
            ("milestone list", "all of them, or one block"),
            ("milestone next", "what to do next, and why"),
            ("milestone show", "one of them, with all that can be done with it"),
            ("milestone start", "begin one"),
            ("milestone done", "finish one, with a link and a note if you like"),
            ("milestone skip", "leave one out; it counts neither way"),
            ("milestone undo", "take the last change back"),
            ("milestone note", "words and a link to keep with one"),
            ("milestone due", "a date of your own; `/me` moves all of them by your pace"),
            ("milestone add", "a milestone or step of your own"),
            ("milestone hide", "leave one of the plan's out of your lists"),
            ("win share", "tell the group about something you finished"),
            ("win list", "what others told"),
            ("export calendar", "your dates, votes and retros as a file for your calendar"),
        ),
    ),
    "cycles": Topic(
        "Cycles",
        "When an organiser closes a cycle, how each member stood is kept, for that member alone. "
        "No date moves by itself: you decide about each milestone that was open.",
        (
            ("cycle show", "this cycle, and how you stood in earlier ones"),
            ("cycle review", "carry, re-date or drop what was open"),
            ("cycle start", "close this cycle and begin the next (organisers)"),
        ),
    ),
    "papers": Topic(
        "The weekly paper",
        "A shortlist appears, everybody votes for as many papers as they like, and the winner gets "
        "a thread. Ballots are private and can be changed until closing.",
        (
            ("paper picks", "this week's shortlist"),
            ("paper vote", "your private ballot"),
            ("paper nominate", "put a paper on the list"),
            ("paper history", "what the group has read"),
        ),
    ),
    "retros": Topic(
        "Retros",
        "Once a month the group looks back: what worked, what to adjust. Cards stay hidden until "
        "they are revealed together, and actions have an owner and a date.",
        (
            ("retro card", "add a card"),
            ("retro open", "open one now (organisers)"),
            ("retro close", "close it (organisers)"),
            ("action list", "open actions"),
            ("action done", "finish one"),
        ),
    ),
    "conferences": Topic(
        "Conference deadlines",
        "One list for the group, each deadline exact on everybody's own clock: 23:59 anywhere on "
        "earth too. Which ones you watch, only you see.",
        (
            ("conference list", "what is ahead, nearest first"),
            ("conference add", "add one for the group, and watch it"),
            ("conference watch", "aim for one, or no longer"),
        ),
    ),
    "dms": Topic(
        "Closed direct messages",
        "If Discord does not let me write to you, nothing is lost and nothing goes to a channel: "
        "prompts wait in `/today`. To get them by message, open the server's menu, *Privacy "
        "Settings*, *Direct Messages*; then press *Try again* in `/me`.",
        (("today", "what was kept for you"), ("me", "whether messages get through")),
    ),
    "privacy": Topic(
        "What is stored",
        "Your settings and what you enter, seen by you; the group sees only what you share. "
        "*What is stored* in `/me` has the whole list. Leaving stops everything from me at once.",
        (("me", "the whole list"), ("leave", "leave, with what happens to your data")),
    ),
    "organise": Topic(
        "Organising a group",
        "Whoever has *Manage Server* sets the group up. It is safe to run again: only what you "
        "touch changes.",
        (
            ("setup", "channels, zone, start, feeds, weekly paper, retro"),
            ("plan import", "the group's own plan, or a new version of it"),
            ("retro open", "a retro by hand"),
            ("cycle start", "close this cycle and begin the next"),
        ),
    ),
}


def help_panel(
    role: Role, *, guild_id: int | None, group_name: str, commands: Collection[str]
) -> Panel:
    """The first useful thing for this person, and the topics."""
    parts: Items = [f"**Syllabot in {escape(group_name)}**"]
    if role is Role.STRANGER:
        parts += [
            "I carry this study group through its plan: a short prompt each weekday, milestones, a "
            "weekly paper, a monthly retro. Nothing comes to you before you join.",
            buttons(_first("Join", "me:join", guild_id)),
        ]
    elif role is Role.MEMBER:
        parts += [
            "You are in. Today's prompt is one press away; everything else has a topic below.",
            buttons(_first("Today", "routine:today", guild_id), button("Me", "me:open", guild_id)),
        ]
    elif role is Role.ORGANISER_WITHOUT_GROUP:
        parts += [
            "No study group yet. *Set up* shows settings that work at once; one more press starts "
            "the group.",
            buttons(_first("Set up", "setup:open")),
        ]
    else:
        parts.append(
            "No study group here yet. In a server, somebody with *Manage Server* starts one with "
            "`/setup`; then `/join` brings you in."
        )
    parts += [line(), buttons(_topics(commands))]
    return Panel(Accent.SETTINGS, *parts, small_print=ONLY_YOU)


def topic_panel(name: str, *, commands: Collection[str]) -> Panel:
    """One topic, and the way to the others. ``commands`` are those that exist."""
    topic = TOPICS[name]
    lines = [f"`/{command}` {what}" for command, what in topic.commands if command in commands]
    return Panel(
        Accent.SETTINGS,
        f"**{topic.title}**\n{topic.text}",
        *(["\n".join(lines)] if lines else []),
        line(),
        buttons(_topics(commands)),
        small_print=ONLY_YOU,
    )


def shown_topics(commands: Collection[str]) -> dict[str, Topic]:
    """The topics about commands that exist."""
    return {
        name: topic
        for name, topic in TOPICS.items()
        if any(command in commands for command, _ in topic.commands)
    }


def _first(label: str, route: str, *keys: object) -> ui.Button[ui.LayoutView]:
    return button(label, route, *keys, style=discord.ButtonStyle.primary)


def _topics(commands: Collection[str]) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id="help:topic",
        placeholder="More about…",
        options=[
            discord.SelectOption(label=topic.title, value=name)
            for name, topic in shown_topics(commands).items()
        ],
    )
