"""Application commands over REST, and Discord's limits on them."""

from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.rules import commands as command_rules
from sandbox.rules.errors import DiscordError
from sandbox.world.guild import Guild
from tests.sandbox.api import Api


def command(name: str = "hi", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "Say hi", "type": 1, **more}


def option(name: str = "who", type: int = 3, **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "Whom", "type": type, **more}


@pytest.fixture
def path(sandbox: Sandbox) -> str:
    return f"/applications/{sandbox.world.application.id}/commands"


async def test_a_bulk_update_keeps_ids_and_drops_what_is_gone(api: Api, path: str) -> None:
    one, two = await api.ok("PUT", path, [command("one"), command("two")])
    body = [command("two", description="New"), command("three")]
    new_two, three = await api.ok("PUT", path, body)
    assert (new_two["id"], new_two["description"]) == (two["id"], "New")
    assert new_two["version"] != two["version"]
    assert await api.ok("GET", path) == [new_two, three]
    assert (await api("GET", f"{path}/{one['id']}")).code == 10063
    assert await api.ok("PUT", path, []) == []


async def test_commands_one_by_one(api: Api, path: str) -> None:
    made = await api("POST", path, command(default_member_permissions=32))
    assert (made.status, made.body["default_member_permissions"]) == (201, "32")
    again = await api("POST", path, command(description="Other"))
    assert (again.status, again.body["id"]) == (200, made.body["id"])
    one = f"{path}/{made.body['id']}"
    edited = await api.ok("PATCH", one, {"options": [option(required=True)]})
    assert edited["description"] == "Other"
    assert edited["options"][0]["required"] is True
    assert (await api("DELETE", one)).status == 204
    assert (await api("DELETE", one)).code == 10063


async def test_guild_commands_are_apart_from_global_ones(
    api: Api, sandbox: Sandbox, path: str, guild: Guild
) -> None:
    application = sandbox.world.application
    scoped = f"/applications/{application.id}/guilds/{guild.id}/commands"
    (made,) = await api.ok("PUT", scoped, [command()])
    assert made["guild_id"] == str(guild.id)
    assert await api.ok("GET", path) == []
    assert [each.name for each in application.commands_in(guild.id)] == ["hi"]
    other = sandbox.world.create_guild("Other", with_bot=False)
    foreign = f"/applications/{application.id}/guilds/{other.id}/commands"
    assert (await api("PUT", foreign, [command()])).code == 50001
    for path in ("commands", f"guilds/{guild.id}/commands", "emojis"):
        refused = await api("GET", f"/applications/{other.id}/{path}")
        assert (refused.status, refused.code) == (403, 20012)


async def test_a_refused_bulk_update_changes_nothing(api: Api, path: str) -> None:
    await api.ok("PUT", path, [command("one")])
    answer = await api("PUT", path, [command("two"), command("Upper")])
    assert answer.problem("1.name") == "APPLICATION_COMMAND_INVALID_NAME"
    assert [each["name"] for each in await api.ok("GET", path)] == ["one"]


def problem(*commands: dict[str, Any]) -> str:
    with pytest.raises(DiscordError) as refused:
        command_rules.check_all(list(commands))
    return str(refused.value.errors)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (command("with space"), "INVALID_NAME"),
        (command("n" * 33), "BAD_LENGTH"),
        (command(description=""), "REQUIRED"),
        (command(description="d" * 101), "BAD_LENGTH"),
        (command(options=[option(f"o{n}") for n in range(26)]), "MAX_LENGTH"),
        (command(options=[option(), option()]), "NAME_NOT_UNIQUE"),
        (command(options=[option("a"), option("b", required=True)]), "REQUIRED_INVALID"),
        (command(options=[option("a", 1), option("b", 3)]), "OPTIONS_TYPE_INVALID"),
        (command(options=[option("a", 2, options=[option("b", 2)])]), "BASE_TYPE_CHOICES"),
        (command(options=[option("a", 1, options=[option("b", 1)])]), "BASE_TYPE_CHOICES"),
        (command(options=[option(type=12)]), "BASE_TYPE_CHOICES"),
        (command(options=[option(type=6, autocomplete=True)]), "AUTOCOMPLETE_INVALID"),
        (
            command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)]),
            "AUTOCOMPLETE_INVALID",
        ),
        (
            command(options=[option(choices=[{"name": f"c{n}", "value": "v"} for n in range(26)])]),
            "MAX_LENGTH",
        ),
        (command(options=[option(choices=[{"name": "a", "value": "v"}] * 2)]), "NAME_EXISTS"),
        (command(options=[option(type=4, choices=[{"name": "a", "value": "x"}])]), "COERCE"),
        (command(options=[option(max_length=6001)]), "NUMBER_TYPE_RANGE"),
        ({"name": "Menu", "type": 2, "description": "no"}, "DESCRIPTION_CANNOT_BE_SET"),
        ({"name": "x", "type": 9, "description": "no"}, "BASE_TYPE_CHOICES"),
    ],
)
def test_commands_beyond_the_limits_are_refused(wrong: dict[str, Any], code: str) -> None:
    assert code in problem(wrong)


def test_names_are_unique_per_kind() -> None:
    assert "DUPLICATE_NAME" in problem(command(), command())
    menu = {"name": "hi", "type": 2}
    assert len(command_rules.check_all([command(), menu])) == 2


def test_a_command_with_its_options_has_a_size() -> None:
    choices = [{"name": f"{n:03}" + "n" * 90, "value": "v" * 90} for n in range(25)]
    options = [option(f"option{n}", choices=choices) for n in range(2)]
    assert "TOO_LARGE" in problem(command(options=options))
    assert command_rules.check_one(command(options=options[:1]))


def test_a_scope_is_full_at_100() -> None:
    assert len(command_rules.check_all([command(f"c{n}") for n in range(100)])) == 100
    with pytest.raises(DiscordError) as refused:
        command_rules.check_all([command(f"c{n}") for n in range(101)])
    assert refused.value.code == 30032
    with pytest.raises(DiscordError):
        command_rules.check_all([{"name": f"Menu {n}", "type": 3} for n in range(16)])


def test_nested_options_and_foreign_letters_pass() -> None:
    body = command(
        "jalon",
        name_localizations={"fr": "étape"},
        options=[
            option("groupe", 2, options=[option("terminé", 1, options=[option("名前")])]),
        ],
    )
    normal = command_rules.check_one(body)
    assert normal["options"][0]["options"][0]["options"][0]["name"] == "名前"
