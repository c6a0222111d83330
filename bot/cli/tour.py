"""The tour: a study group's first week, played by acting users, and checked while it plays."""

from __future__ import annotations

import asyncio
import tempfile
import time as clock_time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.cli import demo_group
from bot.cli.demo import Demo, running
from bot.cli.demo_group import GROUP_ZONE
from bot.cli.transcript import Transcript
from bot.inputs.text import cut
from sandbox import ActingUser, Sandbox, Seen, SettableClock
from sandbox.world.model import Channel, Message

_MONDAY = date(2026, 3, 2)
_PROMPT_AT = time(8)
_MILESTONE = "theory-paper-summaries"


class Tour:
    """The story. ``play`` gives back what was not as promised: nothing, if all is well."""

    def __init__(self, demo: Demo, transcript: Transcript) -> None:
        """Make the server and its people; nobody has typed anything yet."""
        self.demo = demo
        self.clock = demo.clock
        self.transcript = transcript
        group = demo_group.gather(demo.sandbox)
        self.guild, self.channels, self.people = group.guild, group.channels, group.people
        self.prompts: Counter[tuple[str, date]] = Counter()
        self._prompt_shown = False
        demo.sandbox.world.on_post(self._posted)

    async def play(self) -> list[str]:
        """Play every scene, in order; a sentence for each promise that was not kept."""
        scenes: list[tuple[str, Callable[[], Awaitable[None]]]] = [
            ("Sunday evening: a server becomes a study group", self._set_up),
            ("Five people join, from São Paulo to Tokyo", self._join),
            ("A prompt for each, at their own 08:00", self._monday),
            ("Milestones, done in public only if you say so", self._milestones),
            ("Midweek: the week's papers, from arXiv's feed", self._papers),
            ("The bot is stopped in the middle, and started again", self._restart),
            ("The vote closes, the retro is revealed", self._friday),
            ("The clocks change in New York", self._clocks_change),
        ]
        for number, (title, scene) in enumerate(scenes, start=1):
            self.transcript.scene(number, len(scenes), title)
            await scene()
        return self._broken_promises()

    async def _set_up(self) -> None:
        seen = await self._slash(
            "Ines",
            "setup",
            **self.channels,
            zone=GROUP_ZONE,
            start=_MONDAY.isoformat(),
            categories=demo_group.CATEGORIES,
            papers_open="Wednesday 9:00",
            papers_close="Friday 17:00",
        )
        self._show("Ines", seen)

    async def _join(self) -> None:
        rafael = self.people["Rafael"]
        choices = await rafael.autocomplete("join", "zone", "sao")
        self.transcript.act("Rafael", rafael.zone, "/join zone: sao…")
        self.transcript.say(f"           offered: {choices[0].name}")
        for name, person in self.people.items():
            seen = await self._slash(name, "join", zone=person.zone, time="8:00")
            if name == "Yuki":
                self._show(name, seen)

    async def _monday(self) -> None:
        self.transcript.say("The clock runs through Sunday night and Monday.")
        await self.clock.move_to(datetime(2026, 3, 2, 13, 30, tzinfo=UTC))
        await self._click("Yuki", self._last_dm("Yuki"), "Done")
        choices = await self._click("Arjun", self._last_dm("Arjun"), "Snooze")
        await self._click("Arjun", choices, "1 hour")
        self.transcript.say("Rafael's direct messages are closed. Nothing leaks to a channel.")
        self._show("Rafael", await self._slash("Rafael", "today"))
        await self.clock.move_to(datetime(2026, 3, 3, 1, 30, tzinfo=UTC))

    async def _milestones(self) -> None:
        self._show("Yuki", await self._slash("Yuki", "milestone list", block="theory"))
        done = await self._slash(
            "Yuki",
            "milestone done",
            milestone=_MILESTONE,
            link="https://example.org/yuki/pac-learning",
            note="The VC bound finally makes sense. @everyone should read it!",
        )
        self._show("Yuki", done)
        asked = await self._click("Yuki", done, "Share")
        await self._click("Yuki", asked, "Share it")

    async def _papers(self) -> None:
        await self.clock.move_to(datetime(2026, 3, 4, 8, 30, tzinfo=UTC))
        shortlist = self._panel_in("papers")
        for name, picks in {"Yuki": (0, 1), "Arjun": (1,), "Maya": (1, 2), "Ines": (0,)}.items():
            await self._vote(name, shortlist, picks)
        self.transcript.say("Totals stay hidden until the close.")

    async def _restart(self) -> None:
        await self.clock.move_to(datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
        zone = self.people["Arjun"].zone
        seen = await self._slash("Ines", "retro open")
        self._show("Ines", seen)
        await self._settle()
        await self._card("Maya", "Worked", "Reading together on Tuesdays.")
        form = await self._click("Arjun", self._panel_in("retros"), "Adjust", quiet=True)
        self.transcript.act(
            "Arjun", self.people["Arjun"].zone, "opens a card and begins to write …"
        )
        await self.demo.stop_bot()
        self.transcript.say("The bot goes down. Arjun is still typing.")
        await self.demo.start_bot()
        answer = await self.people["Arjun"].submit(
            form, {"Your card": "Milestones of 8 hours do not fit into one week."}
        )
        self.transcript.act("Arjun", zone, "sends the card to the new process")
        self._show("Arjun", answer)
        await self._vote("Maya", self._panel_in("papers"), (1,), changed=True)

    async def _friday(self) -> None:
        await self.clock.move_to(datetime(2026, 3, 6, 16, 30, tzinfo=UTC))
        asked = await self._slash("Ines", "retro close")
        await self._click("Ines", asked, "Close and reveal")
        await self._settle()
        form = await self._click("Ines", self._panel_in("retros"), "Add action", quiet=True)
        answer = await self.people["Ines"].submit(
            form,
            {
                "What will be done": "Split long milestones into steps",
                "Owner": [self.people["Arjun"]],
                "Due date": "in 2 weeks",
            },
        )
        self.transcript.act("Ines", self.people["Ines"].zone, "adds an action for Arjun")
        self._show("Ines", answer)

    async def _clocks_change(self) -> None:
        self.transcript.say("On Sunday 8 March New York goes from winter to summer time.")
        await self.clock.move_to(datetime(2026, 3, 9, 13, 0, tzinfo=UTC))
        self._show("Maya", await self._slash("Maya", "me"))

    def _broken_promises(self) -> list[str]:
        """Every weekday's prompt, to everybody with open DMs, at 08:00, exactly once."""
        days = [_MONDAY + timedelta(days=number) for number in (0, 1, 2, 3, 4, 7)]
        expected = Counter(
            {(name, day): 1 for name in self.people if name != "Rafael" for day in days}
        )
        problems = [
            f"{name} got {self.prompts[key]} prompts at 08:00 on {day}, not {expected[key]}"
            for key in sorted(expected.keys() | self.prompts.keys())
            for name, day in [key]
            if self.prompts[key] != expected[key]
        ]
        if len(self.guild.threads) != 1:
            problems.append(f"{len(self.guild.threads)} threads for the paper, not 1")
        return problems

    def _posted(self, message: Message) -> None:
        """Write down what arrives by itself, in the order and at the time it does."""
        if not message.author.bot or message.visible_to is not None:
            return
        if not message.channel.is_dm:
            name = f"#{message.channel.name}"
            if message.text:
                self.transcript.shown(
                    name, GROUP_ZONE, message.text, buttons=message.buttons, private=False
                )
            return
        for name, person in self.people.items():
            if person.dm is message.channel:
                self._prompt_arrived(name, person, message)

    def _prompt_arrived(self, name: str, person: ActingUser, message: Message) -> None:
        local = self.clock.now().astimezone(ZoneInfo(person.zone))
        if local.time() == _PROMPT_AT:
            self.prompts[name, local.date()] += 1
        if self._prompt_shown:
            self.transcript.line(name, person.zone, f"gets: {_first_words(message.text)}")
        else:
            self._prompt_shown = True
            self.transcript.line(name, person.zone, "gets a direct message:")
            self.transcript.shown(name, person.zone, message.text, buttons=message.buttons)

    async def _slash(self, name: str, command: str, **options: Any) -> Seen:
        person = self.people[name]
        given = " ".join(
            f"{key}: {getattr(value, 'mention', value)}" for key, value in options.items()
        )
        shown = given.replace("<#", "#").replace(">", "")
        for channel in self.channels.values():
            shown = shown.replace(str(channel.id), channel.name)
        self.transcript.act(name, person.zone, f"/{command} {shown}".rstrip())
        return await person.slash(command, guild=self.guild, options=options)

    async def _click(
        self, name: str, on: Seen | Message, label: str, *, quiet: bool = False
    ) -> Seen:
        person = self.people[name]
        if not quiet:
            self.transcript.act(name, person.zone, f"presses [{label}]")
        return await person.click(on, label)

    async def _vote(
        self, name: str, shortlist: Message, picks: tuple[int, ...], *, changed: bool = False
    ) -> None:
        ballot = await self._click(name, shortlist, "Vote", quiet=True)
        options = ballot.components[0]["components"][1]["components"][0]["options"]
        values = [options[number]["value"] for number in picks if number < len(options)]
        seen = await self.people[name].choose(ballot, values)
        how = "changes the ballot" if changed else "votes, privately"
        self.transcript.act(name, self.people[name].zone, how)
        if name == "Maya":
            self._show(name, seen)

    async def _card(self, name: str, column: str, text: str) -> None:
        form = await self._click(name, self._panel_in("retros"), column)
        await self.people[name].submit(form, {"Your card": text})

    async def _settle(self) -> None:
        """Let what a command set off be delivered."""
        await self.clock.advance(timedelta(seconds=1))
        await asyncio.sleep(0)

    def _show(self, name: str, seen: Seen) -> None:
        zone = self.people[name].zone
        self.transcript.shown(
            name, zone, seen.failed or seen.text, buttons=seen.buttons, private=seen.ephemeral
        )

    def _last_dm(self, name: str) -> Message:
        return self.people[name].inbox[-1]

    def _panel_in(self, channel: str) -> Message:
        """The newest message of ours in a channel that has buttons."""
        place: Channel = self.channels[channel]
        messages = self.people["Ines"].visible(place)
        return next(message for message in reversed(messages) if message.buttons)


def _first_words(text: str) -> str:
    return cut(text.replace("*", "").splitlines()[0], 42)


# The Sunday evening before a plain week; New York's clocks change at the end of it.
_START = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)


async def play_tour(console: Console) -> int:
    """Play a group's first week; gives back the exit code: 0 when everything was as promised."""
    began = clock_time.monotonic()
    with tempfile.TemporaryDirectory(prefix="syllabot-tour-") as folder:
        async with running(Path(folder), SettableClock(_START)) as demo:
            sandbox = demo.sandbox
            transcript = Transcript(console, demo.clock.now, _namer(sandbox))
            problems = [*await Tour(demo, transcript).play(), *sandbox.violations]
            requests = len(sandbox.requests)
    for problem in problems:
        console.print(f"[red]Not as promised:[/] {problem}")
    console.print()
    console.print(
        f"[dim]Eight days of a study group in {clock_time.monotonic() - began:.1f} s, "
        f"{requests} requests over the real wire. Nothing was left behind.[/]"
    )
    return 1 if problems else 0


def _namer(sandbox: Sandbox) -> Callable[[int], str]:
    def name_of(snowflake: int) -> str:
        user = sandbox.world.users.get(snowflake)
        if user is not None:
            return user.display_name
        channel = sandbox.world.channels.get(snowflake)
        return channel.name if channel is not None and channel.name else "unknown"

    return name_of
