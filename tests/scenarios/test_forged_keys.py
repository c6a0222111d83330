"""Keys that no column holds and texts that no database takes, at every door, on both databases."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

import discord
import pytest
from discord import app_commands

from cogs.common.routes import RouteTable
from sandbox import Modal
from tests.live import Study
from tests.scenarios.forging import (
    LONG,
    ROUTES,
    UNHOLDABLE,
    as_meant,
    check,
    forged,
    in_turn,
)

TEXT = discord.AppCommandOptionType.string
NUMBER = discord.AppCommandOptionType.integer


def nothing_unexpected(caplog: pytest.LogCaptureFixture) -> None:
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == []


async def test_every_press_with_any_key_is_answered_kindly(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """As an organiser who is a member, so that nothing is refused before its key is looked at."""
    olga = study.organiser
    await olga.slash("join")
    panel = await olga.slash("help")
    other = str(study.sandbox.world.create_guild("Elsewhere").id)

    async def press(custom_id: str) -> None:
        check(await olga.click(panel, custom_id=custom_id, forge=True), custom_id)

    pressed = [
        custom_id
        for route in ROUTES
        if route.takes_press and "leave" not in route.name
        for custom_id in forged(route, study.guild.id, other)
    ]
    assert len(pressed) > 800
    await in_turn(press(custom_id) for custom_id in pressed)
    nothing_unexpected(caplog)


class Watched(dict[str, Any]):
    """What a press brings, which knows whether somebody looked at the values that were chosen."""

    looked_at: ClassVar[set[str]] = set()

    def get(self, key: str, default: object = None) -> Any:
        if key == "values":
            self.looked_at.add(self["custom_id"])
        return super().get(key, default)


async def test_every_select_takes_any_value(
    study: Study, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A button's handler, which looks at no value, is asked with one of them."""
    dispatch = RouteTable.dispatch

    async def watch(table: RouteTable, interaction: Any) -> None:
        interaction.data = Watched(interaction.data)
        await dispatch(table, interaction)

    monkeypatch.setattr(RouteTable, "dispatch", watch)
    monkeypatch.setattr(Watched, "looked_at", set())
    olga = study.organiser
    await olga.slash("join")
    panel = await olga.slash("help")

    async def choose(custom_id: str, value: str) -> None:
        check(await olga.choose(panel, [value], custom_id=custom_id, forge=True), custom_id)

    routes = [each for each in ROUTES if each.takes_press and "leave" not in each.name]
    meant = [as_meant(route, study.guild.id) for route in routes]
    await in_turn(choose(each, str(2**63)) for each in meant)
    selects = [each for each in meant if each in Watched.looked_at]
    assert len(selects) >= 15
    await in_turn(
        choose(each, value) for each in selects for value in (str(2**31), UNHOLDABLE, "²")
    )
    nothing_unexpected(caplog)


async def test_every_form_takes_any_key_and_any_text(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """Each with its own fields, where a button opens it, and with another form's."""
    olga = study.organiser
    await olga.slash("join")
    panel = await olga.slash("help")
    opened: dict[str, Modal] = {}
    for route in ROUTES:
        if route.takes_press and "leave" not in route.name:
            custom_id = as_meant(route, study.guild.id)
            seen = await olga.click(panel, custom_id=custom_id, forge=True)
            if seen.modal is not None:
                opened[":".join(seen.modal.custom_id.split(":")[:2])] = seen.modal
    assert len(opened) > 10
    any_form = next(iter(opened.values()))
    for route in (each for each in ROUTES if each.takes_form):
        form = opened.get(route.name, any_form)
        meant = as_meant(route, study.guild.id)
        for typed in (UNHOLDABLE, LONG * 50, str(2**31), str(2**63)):
            values = dict.fromkeys(form.fields, typed)
            seen = await olga.submit(form, values, custom_id=meant, forge=True)
            check(seen, f"{meant} {typed[:20]}")
        for custom_id in forged(route, study.guild.id):
            check(await olga.submit(form, {}, custom_id=custom_id, forge=True), custom_id)
    nothing_unexpected(caplog)


async def test_every_option_and_every_suggestion_takes_any_text(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    olga = study.organiser
    await olga.slash("join")
    suggested = 0
    for command in study.bot.tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        needed: dict[str, object] = {each.name: "x" for each in command.parameters if each.required}
        for option in command.parameters:
            if option.type is TEXT:
                for typed in (UNHOLDABLE, LONG * 50, str(2**63)):
                    given = {**needed, option.name: typed}
                    seen = await olga.slash(command.qualified_name, options=given, forge=True)
                    check(seen, f"/{command.qualified_name} {option.name}")
            if option.type is NUMBER:
                for number in (0, -1, 2**31, 2**53):
                    given = {**needed, option.name: number}
                    seen = await olga.slash(command.qualified_name, options=given, forge=True)
                    check(seen, f"/{command.qualified_name} {option.name}")
            if option.autocomplete:
                for typed in ("", UNHOLDABLE, LONG * 50):
                    await olga.autocomplete(command.qualified_name, option.display_name, typed)
                    suggested += 1
    assert suggested > 30
    nothing_unexpected(caplog)
