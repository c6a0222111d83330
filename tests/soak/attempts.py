"""What a modified client does: each kind of act with hostile values, drawn from a seed."""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from sandbox import Modal, Seen
from sandbox.interactions.interaction import InteractionType
from sandbox.interactions.resolved import Resolved
from sandbox.people.command_scope import commands_at
from sandbox.people.forms import answers
from sandbox.people.options import Chosen, OptionType, fill, find
from sandbox.rules.component_tree import ComponentType
from sandbox.types import Json
from sandbox.world.model import Channel, Message
from tests.scenarios.forging import DATES, LONG, NO_NUMBERS, NUMBERS, ROUTES, as_meant, forged
from tests.scenarios.odd_payloads import mutated, send
from tests.soak.scene import Person, Scene

MARK = "Zebrafink"
"""Stands in what is typed; the log must never have it."""
HOSTILE = (
    "@everyone <@&1> **x** [y](https://evil.example) \u202eשלום",
    "\n",
    "٣",
    "²",
    "\u200b\u200d",
    "'; DROP TABLE members; --",
    "{0} %s $1 :x",
    "x" * 4000,
    LONG,
    "1e999",
    "9999-12-31T99:99",
    "https://[::1]:99999/\ud800",
    *NO_NUMBERS,
    *NUMBERS,
    *DATES,
)
SOUND = ("2026-12-24", "Europe/Berlin", "09:30", "theory-problem-sets", "cs.LG", "2503.16419", "2")
# Whoever leaves is told the same by everything else; the soak lets them join again.
SELDOM = ("leave", "forget")
FORMS_KEPT = 20
FORMS_OPENED = 3


@dataclass(frozen=True)
class Attempt:
    """One act: its kind, who does it, what it is, and how."""

    kind: str
    who: Person
    what: str
    act: Callable[[], Awaitable[Seen]]


class Attempts:
    """Draws attempts; forms that an answer opened are kept, to be filled in later."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._numbers = itertools.count(1)
        self._forms: dict[str, deque[Modal]] = defaultdict(lambda: deque(maxlen=FORMS_KEPT))
        self._panels: dict[str, Message] = {}

    async def renew(self, rng: Random) -> None:
        """Each person has a panel of their own to press on, some forms, and is in their group."""
        openers = [each for each in ROUTES if each.takes_press and each.takes_form]
        for who in self._scene.people:
            if "outsider" not in who.standing and who.guild is not None:
                await who.slash("join")
            seen = await who.slash("help")
            if seen.message is None:
                continue
            self._panels[who.standing] = seen.message
            for route in rng.sample(openers, FORMS_OPENED):
                custom_id = as_meant(route, (who.guild or self._scene.owls).id)
                self.keep(who, await who.user.click(seen, custom_id=custom_id, forge=True))

    def keep(self, who: Person, seen: Seen) -> None:
        """Remember the form that an answer opened."""
        if seen.modal is not None:
            self._forms[who.standing].append(seen.modal)

    def draw(self, rng: Random) -> Attempt:
        """The next attempt, and whose."""
        who = rng.choice(self._scene.people)
        kinds: dict[str, Callable[[Random, Person], Attempt]] = {
            "commands with hostile options": self._command,
            "suggestions for hostile text": self._suggestion,
            "presses of forged ids": self._press,
            "selects with forged values": self._select,
            "forms with hostile values": self._form,
            "forms with forged ids": self._forged_form,
            "payloads with wrong types": self._payload,
        }
        kind = rng.choice(list(kinds))
        return kinds[kind](rng, who)

    def text(self, rng: Random) -> str:
        """Something hostile, something sound, or both, mostly with the mark."""
        drawn = rng.choice(HOSTILE if rng.random() < 0.7 else SOUND)
        return drawn if rng.random() < 0.4 else f"{MARK}{next(self._numbers)} {drawn}"

    def _place(self, who: Person) -> Channel:
        return who.user.dm if who.guild is None else next(iter(who.guild.channels.values()))

    def _on(self, rng: Random, who: Person) -> Message:
        """A message to press on: their own panel, or one that all can see."""
        public = who.messages()
        panel = self._panels[who.standing]
        return rng.choice(public) if public and rng.random() < 0.4 else panel

    def _custom_id(self, rng: Random, *, form: bool) -> str:
        """A route's id with the keys of any of the groups, or with forged ones."""
        routes = [each for each in ROUTES if (each.takes_form if form else each.takes_press)]
        if rng.random() < 0.95:
            routes = [each for each in routes if not any(word in each.name for word in SELDOM)]
        route = rng.choice(routes)
        scene = self._scene
        guild = rng.choice((scene.owls, scene.owls, scene.elsewhere, scene.quiet))
        if rng.random() < 0.5:
            return as_meant(route, guild.id)
        others = (str(guild.id), str(rng.choice(scene.people).user.id), "1", "2", "own-1")
        return rng.choice([*forged(route, guild.id, *others), route.name])

    def _value(self, rng: Random, option: Json) -> Any:
        scene = self._scene
        match option["type"]:
            case OptionType.STRING:
                choices = [choice["value"] for choice in option.get("choices") or ()]
                return rng.choice(choices) if choices and rng.random() < 0.5 else self.text(rng)
            case OptionType.INTEGER | OptionType.NUMBER:
                return rng.choice((0, -1, 1, 2, 2**31, 2**53))
            case OptionType.BOOLEAN:
                return rng.random() < 0.5
            case OptionType.USER | OptionType.MENTIONABLE:
                return rng.choice(scene.people).user.account
            case OptionType.CHANNEL:
                return rng.choice([*scene.owls.channels.values(), *scene.quiet.channels.values()])
        return str(rng.choice(NUMBERS[2:]))

    def _chosen(self, rng: Random, who: Person) -> Chosen:
        """A command with the way down to a subcommand."""
        offered = commands_at(self._scene.sandbox.world.application, self._place(who))
        names: list[str] = []
        for command in offered:
            if command.type == 1:
                names += _names(command.payload)
        if rng.random() < 0.95:
            names = [name for name in names if not any(word in name for word in SELDOM)]
        return find(offered, rng.choice(names))

    def _options(self, rng: Random, chosen: Chosen) -> dict[str, Any]:
        return {
            option["name"]: self._value(rng, option)
            for option in chosen.options
            if rng.random() < (0.95 if option.get("required") else 0.5)
        }

    def _command(self, rng: Random, who: Person) -> Attempt:
        chosen = self._chosen(rng, who)
        options = self._options(rng, chosen)
        return Attempt(
            "commands with hostile options",
            who,
            f"{who.standing}: /{chosen.name} {options}",
            lambda: who.slash(chosen.name, **options),
        )

    def _suggestion(self, rng: Random, who: Person) -> Attempt:
        chosen = self._chosen(rng, who)
        known = [option for option in chosen.options if option.get("autocomplete")]
        if not known:
            return self._command(rng, who)
        name, typed = rng.choice(known)["name"], self.text(rng)
        data = chosen.data([{"name": name, "type": 3, "value": typed, "focused": True}])
        return Attempt(
            "suggestions for hostile text",
            who,
            f"{who.standing}: /{chosen.name} {name}={typed}",
            lambda: send(
                self._scene.sandbox, who.user, InteractionType.AUTOCOMPLETE, data, self._place(who)
            ),
        )

    def _press(self, rng: Random, who: Person) -> Attempt:
        on, custom_id = self._on(rng, who), self._custom_id(rng, form=False)
        return Attempt(
            "presses of forged ids",
            who,
            f"{who.standing} presses {custom_id}",
            lambda: who.user.click(on, custom_id=custom_id, forge=True),
        )

    def _select(self, rng: Random, who: Person) -> Attempt:
        on, custom_id = self._on(rng, who), self._custom_id(rng, form=False)
        values = [self.text(rng) for _ in range(rng.randint(1, 3))]
        return Attempt(
            "selects with forged values",
            who,
            f"{who.standing} chooses {values} in {custom_id}",
            lambda: who.user.choose(on, values, custom_id=custom_id, forge=True),
        )

    def _form(self, rng: Random, who: Person) -> Attempt:
        forms = self._forms[who.standing]
        if not forms:
            return self._press(rng, who)
        form = rng.choice(forms)
        values = self._fields(rng, form)
        return Attempt(
            "forms with hostile values",
            who,
            f"{who.standing} sends {form.custom_id} {values}",
            lambda: who.user.submit(form, values, forge=True),
        )

    def _forged_form(self, rng: Random, who: Person) -> Attempt:
        forms = self._forms[who.standing]
        if not forms:
            return self._press(rng, who)
        form, custom_id = rng.choice(forms), self._custom_id(rng, form=True)
        values = self._fields(rng, form)
        return Attempt(
            "forms with forged ids",
            who,
            f"{who.standing} sends {custom_id} {values}",
            lambda: who.user.submit(form, values, custom_id=custom_id, forge=True),
        )

    def _fields(self, rng: Random, form: Modal) -> dict[str, Any]:
        people = self._scene.people
        return {
            label: self.text(rng)
            if field["type"] != ComponentType.USER_SELECT
            else rng.choice(people).user
            for label, field in form.fields.items()
        }

    def _payload(self, rng: Random, who: Person) -> Attempt:
        """A command, a press, a choice or a form whose data is of no client's making."""
        place, on = self._place(who), self._on(rng, who)
        account, bot = who.user.account, self._scene.sandbox.world.application.bot_user
        resolved = Resolved(self._scene.sandbox.world, place, account, bot)
        forms = self._forms[who.standing]
        message: Message | None = on
        opener = None
        match rng.choice(("command", "suggestion", "button", "select", "form")):
            case "command" | "suggestion" as which:
                chosen = self._chosen(rng, who)
                given = fill(chosen, self._options(rng, chosen), resolved, forge=True)
                type, message = InteractionType.COMMAND, None
                if which == "suggestion" and given:
                    type = InteractionType.AUTOCOMPLETE
                    given[0]["focused"] = True
                data = chosen.data(given)
            case "form" if forms:
                form = rng.choice(forms)
                type, place = InteractionType.MODAL_SUBMIT, form.interaction.channel
                message, opener = form.interaction.message, form.interaction
                components = answers(form, self._fields_by_id(rng, form), resolved, forge=True)
                data = {"custom_id": form.custom_id, "components": components}
            case which:
                type, place = InteractionType.COMPONENT, on.channel
                data = {"custom_id": self._custom_id(rng, form=False), "component_type": 2}
                if which == "select":
                    data |= {"component_type": 3, "values": [self.text(rng)]}
        odd = mutated(data, rng)
        return Attempt(
            "payloads with wrong types",
            who,
            f"{who.standing} sends {type.name} {odd}",
            lambda: send(self._scene.sandbox, who.user, type, odd, place, message, opener),
        )

    def _fields_by_id(self, rng: Random, form: Modal) -> dict[str, Any]:
        return {
            name: given.account if hasattr(given, "account") else given
            for name, given in self._fields(rng, form).items()
        }


def _names(payload: Json, before: str = "") -> list[str]:
    """The full names of a command's innermost parts."""
    name = f"{before} {payload['name']}".strip()
    nested = [
        option
        for option in payload.get("options") or ()
        if option["type"] in (OptionType.SUBCOMMAND, OptionType.GROUP)
    ]
    return [found for part in nested for found in _names(part, name)] if nested else [name]
