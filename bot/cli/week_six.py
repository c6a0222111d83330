"""Week six: five and a half weeks of a study group, acted out before the visitor comes.

Everything happens over the wire, as members do it: by commands, presses and forms, on a clock that
stops wherever a message is due. So this history is what the bot itself makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.cli.demo_group import ORGANISER, DemoGroup
from bot.client import Syllabot
from sandbox import ActingUser, Seen, SettableClock
from sandbox.world.model import Message

Report = Callable[[str, float], None]
"""Is told what is being prepared, and how much of all is behind: from 0 to 1."""

WEEKS: Final = 6
_MORNING: Final = time(6)
"""In UTC: arXiv has announced the day's papers, and Monday's shortlist is not posted yet."""
_EVENING: Final = time(16)
"""In UTC: everybody's prompt has come, and the Friday's vote is closed or about to be."""
_LAST_DAY: Final = 3

_MON, _TUE, _WED, _THU, _FRI = range(5)

# On which weekdays somebody answers the prompt; Rafael, who takes no direct messages, in /today.
_ANSWERS: Final = {
    "Ines": (_MON, _TUE, _WED, _THU, _FRI),
    "Yuki": (_MON, _TUE, _WED, _THU, _FRI),
    "Arjun": (_MON, _WED, _THU),
    "Maya": (_TUE, _FRI),
    "Rafael": (_MON, _THU),
}

_PATHS: Final = {"Yuki": "NLP", "Arjun": "NLP", "Maya": "CV"}
"""What they press when joining asks for it; others press Later."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What somebody does about a milestone, in a week (from 1) and on a weekday."""

    week: int
    day: int
    who: str
    verb: str
    milestone: str
    link: str | None = None
    note: str | None = None
    shared: bool = False


_STEPS: Final = (
    _Step(1, _TUE, "Yuki", "start", "theory-problem-sets"),
    _Step(1, _WED, "Ines", "start", "theory-paper-summaries"),
    _Step(2, _TUE, "Yuki", "done", "theory-problem-sets", shared=True),
    _Step(2, _THU, "Arjun", "start", "theory-concept-code"),
    _Step(
        2, _FRI, "Ines", "done", "theory-paper-summaries", note="PAC learning took two evenings."
    ),
    _Step(3, _MON, "Rafael", "start", "theory-problem-sets"),
    _Step(3, _TUE, "Yuki", "done", "theory-paper-summaries", shared=True),
    _Step(3, _WED, "Maya", "start", "theory-problem-sets"),
    _Step(3, _FRI, "Arjun", "done", "theory-concept-code", shared=True),
    _Step(4, _MON, "Ines", "done", "theory-problem-sets"),
    _Step(4, _TUE, "Yuki", "done", "theory-mini-project", shared=True),
    _Step(4, _WED, "Arjun", "start", "theory-problem-sets"),
    _Step(4, _THU, "Rafael", "done", "theory-problem-sets", shared=True),
    _Step(5, _TUE, "Yuki", "done", "theory-concept-code"),
    _Step(5, _WED, "Ines", "done", "theory-math-tutorial", shared=True),
    _Step(5, _FRI, "Arjun", "start", "nlp-study"),
    _Step(6, _MON, "Yuki", "start", "practice-train-models"),
    _Step(6, _TUE, "Maya", "done", "theory-problem-sets", shared=True),
    _Step(6, _WED, "Ines", "start", "applied-pipeline-project"),
)

# Who approves which of the shortlist, on the Tuesday of each week.
_BALLOTS: Final = (
    {"Ines": (0, 1), "Yuki": (1,), "Arjun": (1, 2)},
    {"Ines": (2,), "Yuki": (0, 2), "Maya": (3,)},
    {"Yuki": (0,), "Arjun": (0, 1), "Rafael": (1, 0)},
    {"Ines": (3,), "Yuki": (3, 4), "Arjun": (4,), "Maya": (3,)},
    {"Ines": (0,), "Yuki": (0, 1), "Maya": (0, 2)},
    {"Ines": (0, 2), "Arjun": (2,)},
)
_NOMINATED: Final = "2203.02155"

_CARDS: Final = (
    ("Yuki", "Worked", "Reading together on Tuesdays."),
    ("Arjun", "Adjust", "Milestones of 8 hours do not fit into one week."),
    ("Ines", "Worked", "Short summaries before the vote."),
)
_SHARED: Final = "https://example.org/yuki/attention"
_BOOK: Final = {
    "Link": "https://example.org/books/speech",
    "Title": "Speech and Language Processing",
    "What does it help with?": "The chapters on transformers, before the NLP path.",
    "What is it?": "book",
}
_PROJECT: Final = "Mood of support mails"
_REPOSITORY: Final = "https://example.org/yuki/mail-mood"
_LOOK: Final = "Written in three dialects; the mails of one are read as angry more often."
_RISKS: Final = {
    "Risks": "Polite anger is missed, and plain speech is read as anger.",
    "Mitigations": "Measured by dialect each week; a person decides what is answered first.",
}
_CASE_STUDY: Final = {
    "Results": "F1 0.81 on 400 mails labelled by hand, against 0.74 of the baseline.",
    "Trade-offs": "A small model that answers in 40 ms, for two points of F1.",
    "Postmortem": "The labels drifted in the second week; next time two of us label fifty.",
}
# Which of the cards each votes for, by their places in the ballot.
_THEME_VOTES: Final = {"Ines": (1,), "Yuki": (0, 1), "Maya": (1, 2)}
_SESSION: Final = "friday 17:00"
# Where two of them stand at first, by the plan's axes.
_LEVELS: Final = {"Ines": (3, 3, 2, 3, 2, 4, 3, 2), "Yuki": (2, 3, 2, 2, 1, 3, 1, 1)}
# As what each takes part in study partners, and the topics they name.
_PARTNERS: Final = {
    "Ines": (["mentor"], "MLOps, transformers"),
    "Yuki": (["mentee", "peer"], "transformers, ethics"),
    "Arjun": (["peer"], "transformers"),
    "Maya": (["mentee", "peer"], "vision"),
    "Rafael": (["peer"], "vision, MLOps"),
}
_ACTION: Final = "Split long milestones into steps"


class WeekSix:
    """The story of one group, from its set-up on."""

    def __init__(
        self, group: DemoGroup, bot: Syllabot, clock: SettableClock, report: Report
    ) -> None:
        """Begin where the clock is: in the week before the first one."""
        self._group = group
        self._bot = bot
        self._clock = clock
        self._report = report
        midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        self._monday = midnight + timedelta(days=7 - midnight.weekday())

    async def play(self) -> None:
        """Live through it, until noon of the sixth week's Thursday."""
        # Feeds are read once a day, not at each stop.
        self._clock.unfollow(self._bot.jobs)
        self._clock.follow(self._bot.deliveries)
        try:
            await self._gather()
            for week in range(1, WEEKS + 1):
                self._report(f"Living through week {week} of {WEEKS}", (week - 1) / WEEKS)
                await self._live_through(week)
        finally:
            self._clock.unfollow(self._bot.deliveries)
            self._clock.follow(self._bot.jobs)

    async def _gather(self) -> None:
        """The organiser has tried it for a day; then the others join."""
        await self._bot.jobs.run_due()
        await self._pass_day(0, _FRI)
        ines = self._group.people[ORGANISER]
        await self._click(ines, ines.inbox[-1], "Done")
        for name, person in self._group.people.items():
            if name != ORGANISER:
                asked = await self._slash(name, "join", zone=person.zone)
                await self._click(person, asked, _PATHS.get(name, "Later"))

    async def _live_through(self, week: int) -> None:
        for day in range(_LAST_DAY if week == WEEKS else 5):
            await self._pass_day(week, day)
            await self._answer_prompts(day)
            await self._take_steps(week, day)
            if day == _TUE:
                await self._vote(week)
            await self._meet(week, day)
        self._tidy_up()
        if week == WEEKS:
            await self._until(week, _LAST_DAY, time(10))

    async def _pass_day(self, week: int, day: int) -> None:
        await self._until(week, day, _MORNING)
        await self._bot.jobs.run_due()
        await self._until(week, day, _EVENING)

    def _tidy_up(self) -> None:
        """Everybody has read what there is, and puts away what only they saw."""
        for person in self._group.people.values():
            for channel in [
                *self._group.guild.channels.values(),
                *self._group.guild.threads.values(),
            ]:
                for message in person.visible(channel):
                    if message.ephemeral:
                        person.dismiss(message)
                person.read(channel)
            person.read(person.dm)

    async def _until(self, week: int, day: int, at: time) -> None:
        midnight = self._monday + timedelta(weeks=week - 1, days=day)
        await self._clock.move_to(datetime.combine(midnight.date(), at, midnight.tzinfo))

    async def _answer_prompts(self, day: int) -> None:
        for name, days in _ANSWERS.items():
            if day in days:
                person = self._group.people[name]
                prompt: Message | Seen
                if person.account.dms_open:
                    prompt = person.inbox[-1]
                else:
                    prompt = await self._slash(name, "today")
                await self._click(person, prompt, "Done")

    async def _take_steps(self, week: int, day: int) -> None:
        for step in _STEPS:
            if (step.week, step.day) == (week, day):
                given = {"milestone": step.milestone, "link": step.link, "note": step.note}
                options = {name: value for name, value in given.items() if value is not None}
                seen = await self._slash(step.who, f"milestone {step.verb}", **options)
                if step.shared:
                    person = self._group.people[step.who]
                    asked = await self._click(person, seen, "Share")
                    await self._click(person, asked, "Share it")

    async def _vote(self, week: int) -> None:
        for name, picks in _BALLOTS[week - 1].items():
            person = self._group.people[name]
            ballot = await self._click(person, self._panel("papers"), "Vote")
            offered = ballot.components[0]["components"][1]["components"][0]["options"]
            values = [offered[number]["value"] for number in picks]
            await self._did(await person.choose(ballot, values))

    async def _meet(self, week: int, day: int) -> None:
        match week, day:
            case 1, 3:
                for name, levels in _LEVELS.items():
                    await self._rate(name, levels)
            case 2, 0:
                for name, column, text in _CARDS:
                    await self._write_card(name, column, text)
            case 2, 4:
                for name, places in _THEME_VOTES.items():
                    await self._vote_on_themes(name, places)
            case 3, 3:
                await self._agree_on_action()
            case 4, 2:
                await self._slash("Maya", "paper nominate", paper=_NOMINATED)
                await self._begin_project("Yuki", _PROJECT, _REPOSITORY)
            case 5, 2:
                await self._publish_project("Yuki", _PROJECT)
                await self._begin_project("Ines", "Which trains are late, and why", "")
            case 4, 3:
                await self._change_action("Arjun", "done")
            case 4, 4:
                await self._show_a_share()
            case 5, 1:
                await self._suggest_a_book()
            case 5, 3:
                await self._find_partners()
            case 6, 1:
                await self._plan_session()

    async def _rate(self, name: str, levels: tuple[int, ...]) -> None:
        """By as many forms as the axes take."""
        person, left = self._group.people[name], list(map(str, levels))
        seen = await self._slash(name, "competency rate")
        while left:
            modal = (await self._click(person, seen, "Rate")).modal
            assert modal is not None, "the button opens a form"
            answers = {label: left.pop(0) for label in modal.fields}
            seen = await self._did(await person.submit(modal, answers))

    async def _write_card(self, name: str, column: str, text: str) -> None:
        person = self._group.people[name]
        form = await self._click(person, self._panel("retros"), column)
        await self._did(await person.submit(form, {"Your card": text}))

    async def _vote_on_themes(self, name: str, places: tuple[int, ...]) -> None:
        person = self._group.people[name]
        ballot = await self._click(person, self._panel("retros"), "Vote")
        for place in places:
            rows = [row for row in ballot.components[0]["components"] if "accessory" in row]
            vote = rows[place]["accessory"]["custom_id"]
            ballot = await self._did(await person.click(ballot, custom_id=vote))

    async def _agree_on_action(self) -> None:
        ines = self._group.people["Ines"]
        form = await self._click(ines, self._panel("retros"), "Add action")
        owner = [self._group.people["Arjun"]]
        answers = {"What will be done": _ACTION, "Owner": owner, "Due date": "in 2 weeks"}
        await self._did(await ines.submit(form, answers))
        await self._change_action("Arjun", "take")

    async def _change_action(self, name: str, verb: str) -> None:
        """The first action that is offered."""
        command = f"action {verb}"
        (choice, *_others) = await self._group.people[name].autocomplete(command, "action", "")
        await self._slash(name, command, action=choice.value)

    async def _show_a_share(self) -> None:
        yuki = self._group.people["Yuki"]
        form = await self._slash("Yuki", "share add", url=_SHARED)
        mine = await self._did(await yuki.submit(form, {"Title": "Attention, drawn by hand"}))
        await self._click(yuki, await self._click(yuki, mine, "Show the group"), "Show it")

    async def _suggest_a_book(self) -> None:
        arjun = self._group.people["Arjun"]
        form = await self._click(arjun, await self._slash("Arjun", "resources"), "Suggest")
        await self._did(await arjun.submit(form, _BOOK))

    async def _find_partners(self) -> None:
        """Everybody takes part; from Monday on there is a round every other week."""
        for name, (roles, topics) in _PARTNERS.items():
            form = await self._slash(name, "partner join")
            answers = {"What would you be?": roles, "Topics, separated by commas": topics}
            await self._did(await self._group.people[name].submit(form, answers))
        rounds = await self._slash(ORGANISER, "partner round")
        ines = self._group.people[ORGANISER]
        await self._did(await ines.choose(rounds, "Every 2 weeks"))

    async def _begin_project(self, name: str, title: str, repository: str) -> None:
        person = self._group.people[name]
        form = await self._slash(name, "project new")
        await self._did(await person.submit(form, {"Title": title, "Repository": repository}))

    async def _publish_project(self, name: str, title: str) -> None:
        """With its look at ethics in the first stage, its risks and its case study."""
        person = self._group.people[name]
        panel = await self._slash(name, "project show", project=title)
        look = await self._click(person, panel, "Write")
        await self._did(await person.submit(look, {"What you looked at and found": _LOOK}))
        for act, answers in (("Risks", _RISKS), ("Case study", _CASE_STUDY)):
            asked = await self._slash(name, "project publish", project=title)
            form = await self._click(person, asked, act)
            await self._did(await person.submit(form, dict(answers)))
        asked = await self._slash(name, "project publish", project=title)
        await self._click(person, asked, "Publish to the group")

    async def _plan_session(self) -> None:
        """The group meets on Friday about the paper it chose; three come, so far."""
        await self._slash(ORGANISER, "session plan", when=_SESSION, topic="paper")
        for name in (ORGANISER, "Yuki", "Arjun"):
            (choice,) = await self._group.people[name].autocomplete("session join", "session", "")
            await self._slash(name, "session join", session=choice.value)

    async def _slash(self, name: str, command: str, **options: object) -> Seen:
        return await self._did(await self._group.people[name].slash(command, options=options))

    async def _click(self, person: ActingUser, on: Seen | Message, label: str) -> Seen:
        return await self._did(await person.click(on, label))

    async def _did(self, seen: Seen) -> Seen:
        """What was answered; a story that stumbles must not be shown as if it had not."""
        if seen.failed:
            raise RuntimeError(f"Week six stumbled: {seen.failed}")
        return seen

    def _panel(self, channel: str) -> Message:
        """The newest message with buttons in a channel."""
        messages = self._group.channels[channel].messages
        return next(message for message in reversed(list(messages)) if message.buttons)
