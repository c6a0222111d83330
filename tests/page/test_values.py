"""From texts and ids to values: what a browser sends becomes what a client would send."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import SettableClock, Upload, World
from sandbox.page import values
from sandbox.page.act_params import ActParams, MalformedActError
from sandbox.people.options import Chosen, OptionType
from sandbox.rules.component_tree import ComponentType
from sandbox.rules.usage import InputError, SandboxUsageError
from sandbox.world.applications import Command
from sandbox.world.composing.uploads import upload
from sandbox.world.model import Channel
from sandbox.world.parts import Role
from sandbox.world.users import User
from tests.page.visitor import START, hidden_channel

WHOLE, NUMBER, TRUTH = OptionType.INTEGER, OptionType.NUMBER, OptionType.BOOLEAN
STRING = OptionType.STRING
CHOICES = [{"name": "Five", "value": 5}, {"name": "6", "value": 60}, {"name": "60", "value": 7}]


class Street:
    """A world with a guild, somebody in it, somebody outside, and a channel that is hidden."""

    def __init__(self) -> None:
        self.world = world = World(SettableClock(START))
        self.guild = world.create_guild("Owls")
        self.channel = self.guild.create_text_channel("papers")
        self.hidden = hidden_channel(self.guild, "hidden")
        self.role = self.guild.create_role("Readers")
        self.ana, self.stranger = world.create_user("Ana"), world.create_user("Zoe")
        self.guild.add_member(self.ana)
        self.direct = world.direct_channel(self.ana, world.application.bot_user)
        self.elsewhere = world.create_guild("Other").create_text_channel("elsewhere")
        self.file = upload(world, Upload("a.txt", b"x"), world.application.id)

    def option(self, kind: int, text: str, *, direct: bool = False, **more: Any) -> Any:
        """What ``text`` becomes in an option of a kind; None when it is left out."""
        place = self.direct if direct else self.channel
        found = values.options(self.ana, place, chosen_with(kind, **more), {"x": text})
        return found.get("x")

    def field(self, kind: int, given: Any) -> Any:
        return values.choice(self.ana, self.channel, {"type": kind, "custom_id": "f"}, given)


def chosen_with(kind: int, **more: Any) -> Chosen:
    option = {"name": "x", "type": int(kind), "description": "d", **more}
    return Chosen(Command(1, 2, None, {"name": "do", "type": 1, "options": [option]}), ())


@pytest.fixture(scope="module")
def street() -> Street:
    return Street()


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (WHOLE, "0", 0),
        (WHOLE, "-7", -7),
        (WHOLE, " 12 ", 12),
        (WHOLE, str(2**53 - 1), 2**53 - 1),
        (NUMBER, "2.5", 2.5),
        (NUMBER, "3", 3.0),
        (NUMBER, "1e3", 1000.0),
        (TRUTH, "true", True),
        (TRUTH, "False", False),
        (STRING, "7", "7"),
        (STRING, " ", " "),
        (WHOLE, "", None),
        (STRING, "", None),
    ],
)
def test_texts_are_read(street: Street, kind: int, text: str, expected: Any) -> None:
    found = street.option(kind, text)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        (WHOLE, "many", "Write a whole number."),
        (WHOLE, "1.5", "Write a whole number."),
        (WHOLE, "true", "Write a whole number."),
        (WHOLE, "0x10", "Write a whole number."),
        (WHOLE, str(2**53), "Write a whole number."),
        (WHOLE, "1" + "0" * 400, "Write a whole number."),
        (WHOLE, "9" * 5000, "Write a whole number."),
        (NUMBER, "NaN", "Write a number."),
        (NUMBER, "inf", "Write a number."),
        (NUMBER, "-Infinity", "Write a number."),
        (NUMBER, "1e999", "Write a number."),
        (NUMBER, "1,5", "Write a number."),
        (TRUTH, "yes", "Choose True or False."),
        (TRUTH, "1", "Choose True or False."),
    ],
)
def test_what_cannot_be_read_names_its_option(
    street: Street, kind: int, text: str, problem: str
) -> None:
    with pytest.raises(InputError) as refused:
        street.option(kind, text)
    assert (refused.value.field, refused.value.problem) == ("x", problem)


def test_choices_are_found_by_value_then_by_name(street: Street) -> None:
    for text, value in [("5", 5), ("Five", 5), ("60", 60), ("6", 60), ("7", 7), ("8", 8)]:
        assert street.option(WHOLE, text, choices=CHOICES) == value
    assert street.option(STRING, "A book", choices=[{"name": "A book", "value": "b"}]) == "b"


def test_ids_become_objects_that_are_here(street: Street) -> None:
    guild, ana, role = street.guild, street.ana, street.role
    things: list[tuple[OptionType, User | Role | Channel]] = [
        (OptionType.USER, ana),
        (OptionType.MENTIONABLE, ana),
        (OptionType.ROLE, role),
        (OptionType.MENTIONABLE, role),
        (OptionType.ROLE, guild.roles[guild.id]),
        (OptionType.CHANNEL, street.channel),
    ]
    for kind, thing in things:
        assert street.option(kind, str(thing.id)) is thing
    assert street.option(OptionType.ATTACHMENT, street.file.path) is street.file
    assert street.option(OptionType.USER, str(ana.id), direct=True) is ana


def nothing_here(street: Street) -> list[tuple[int, str]]:
    o = OptionType
    return [
        (o.USER, str(street.stranger.id)),
        (o.USER, str(street.role.id)),
        (o.MENTIONABLE, str(street.stranger.id)),
        (o.ROLE, str(street.ana.id)),
        (o.ROLE, "1"),
        (o.CHANNEL, str(street.hidden.id)),
        (o.CHANNEL, str(street.elsewhere.id)),
        (o.CHANNEL, str(street.direct.id)),
        (o.ATTACHMENT, "ephemeral-attachments/1/2/other.txt"),
        *((kind, text) for kind in (o.USER, o.CHANNEL) for text in ("Ana", "-1", "¹", "9" * 5000)),
    ]


def test_ids_of_strangers_name_nothing(street: Street) -> None:
    for kind, text in nothing_here(street):
        with pytest.raises(InputError) as refused:
            street.option(kind, text)
        assert refused.value.problem == "There is nothing of that name here.", (kind, text)
    for kind, thing_id in [
        (OptionType.USER, street.stranger.id),
        (OptionType.ROLE, street.role.id),
        (OptionType.CHANNEL, street.direct.id),
    ]:
        with pytest.raises(InputError):
            street.option(kind, str(thing_id), direct=True)


def test_an_option_it_lacks_is_refused(street: Street) -> None:
    with pytest.raises(SandboxUsageError, match="no option 'y'"):
        values.options(street.ana, street.channel, chosen_with(STRING), {"y": "1"})


def test_partial_options_leave_out_what_cannot_be_read_yet() -> None:
    for kind, text, expected in [
        (WHOLE, "3", {"x": 3}),
        (WHOLE, "-", {}),
        (NUMBER, "nan", {}),
        (TRUTH, "tru", {}),
        (STRING, "", {}),
        (OptionType.USER, "12", {"x": "12"}),
    ]:
        assert values.partial_options(chosen_with(kind), {"x": text}) == expected


@given(st.sampled_from([WHOLE, NUMBER, TRUTH]), st.text(max_size=30))
def test_no_text_breaks_the_reading(street: Street, kind: int, text: str) -> None:
    try:
        found = street.option(kind, text)
    except InputError:
        return
    assert found is None or math.isfinite(found)


def test_fields_take_what_their_kind_carries(street: Street) -> None:
    c, ana, role = ComponentType, street.ana, street.role
    for kind, given_value, expected in [
        (c.TEXT_INPUT, "a text", "a text"),
        (c.CHECKBOX, False, False),
        (c.STRING_SELECT, ["a", "b"], ["a", "b"]),
        (c.RADIO_GROUP, "a", ["a"]),
        (c.RADIO_GROUP, [], []),
        (c.CHECKBOX_GROUP, ["a"], ["a"]),
        (c.USER_SELECT, [str(ana.id)], [ana]),
        (c.USER_SELECT, str(ana.id), [ana]),
        (c.ROLE_SELECT, [str(role.id)], [role]),
        (c.MENTIONABLE_SELECT, [str(ana.id), str(role.id)], [ana, role]),
        (c.CHANNEL_SELECT, [str(street.channel.id)], [street.channel]),
        (c.FILE_UPLOAD, [street.file.path], [street.file]),
    ]:
        assert street.field(kind, given_value) == expected


def test_fields_refuse_strangers_by_their_custom_id(street: Street) -> None:
    c = ComponentType
    for kind, text in [
        (c.USER_SELECT, str(street.stranger.id)),
        (c.ROLE_SELECT, str(street.ana.id)),
        (c.CHANNEL_SELECT, str(street.hidden.id)),
        (c.FILE_UPLOAD, "../../etc/passwd"),
    ]:
        with pytest.raises(InputError) as refused:
            street.field(kind, [text])
        assert refused.value.field == "f"


@pytest.mark.parametrize("given_value", [None, 5, {}, [5], [None], [["a"]], True])
def test_fields_take_no_other_kind_of_value(street: Street, given_value: Any) -> None:
    for kind in (*ComponentType,):
        if kind == ComponentType.CHECKBOX and given_value is True:
            continue
        with pytest.raises(MalformedActError):
            street.field(kind, given_value)


def test_parts_of_an_act_are_of_their_kind() -> None:
    parts = ActParams.parse(
        b'{"t": "a", "f": true, "l": ["a"], "n": [1], "m": {"a": "b"}, "z": null}'
    )
    assert (parts.text("t"), parts.flag("f"), parts.texts("l")) == ("a", True, ["a"])
    assert (parts.numbers("n"), parts.named_texts("m")) == ([1], {"a": "b"})
    assert (parts.named("m"), parts.named("none"), "t" in parts, "z" in parts) == (
        {"a": "b"},
        {},
        True,
        False,
    )
    for read in (parts.text, parts.flag, parts.texts, parts.numbers):
        for name in ("m", "z", "none"):
            with pytest.raises(MalformedActError):
                read(name)
    for body in (b'{"a": [true]}', b'{"a": [1.0]}', b'{"a": ["1"]}'):
        with pytest.raises(MalformedActError):
            ActParams.parse(body).numbers("a")
    for body in (b"", b"{", b"[]", b'"a"', b"null", b"\xff", b"[" * 100_000):
        with pytest.raises(MalformedActError):
            ActParams.parse(body)


def test_a_person_can_be_chosen_where_they_are(street: Street) -> None:
    assert values.person_here(street.channel, street.ana.id) is street.ana
    assert values.person_here(street.direct, street.ana.id) is street.ana
    assert values.person_here(street.channel, street.stranger.id) is None
    assert values.person_here(street.direct, street.stranger.id) is None
