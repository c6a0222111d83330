"""Commands that texts name can be pressed, save in what somebody typed."""

from __future__ import annotations

import pytest
from discord import app_commands, ui
from hypothesis import given
from hypothesis import strategies as st

from cogs.common.command_mentions import mention_commands, with_mentions
from cogs.common.panels import MAX_TEXT, Accent, Panel, button, row
from cogs.common.routes import Route
from cogs.common.text import escape
from sandbox.world.applications import GLOBAL
from tests.live import Study

DO = Route("thing:do")
KNOWN = {"help": "</help:1>", "milestone next": "</milestone next:22>"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("`/help` shows `/milestone next`.", "</help:1> shows </milestone next:22>."),
        ("`/milestone next block: a b` there", "</milestone next:22> `block: a b` there"),
        ("`/milestone` and `/milestone later`", "`/milestone` and `/milestone later`"),
        ("`/helpful`, `help`, `/`, /help", "`/helpful`, `help`, `/`, /help"),
        ("`/help\nx` `/help`", "`/help\nx` </help:1>"),
    ],
)
def test_what_names_a_command_mentions_it(text: str, said: str) -> None:
    assert mention_commands(text, KNOWN, MAX_TEXT) == said


def test_no_command_is_known_before_discord_has_them() -> None:
    assert mention_commands("`/help`", {}, MAX_TEXT) == "`/help`"


@given(st.text(st.sampled_from("`/help \\\n*a")))
def test_m6_what_a_person_typed_mentions_no_command(typed: str) -> None:
    assert mention_commands(f"*{escape(typed)}*: `/help`", KNOWN, MAX_TEXT) == (
        f"*{escape(typed)}*: </help:1>"
    )


@given(st.integers(0, 120), st.integers(0, 4))
def test_a_panel_with_mentions_holds_what_a_message_takes(free: int, named: int) -> None:
    """What has no room stays in backticks."""
    name, mention = "`/milestone next`", KNOWN["milestone next"]
    rows = [row(name, button("Do", DO())) for _ in range(named)]
    panel = Panel(Accent.SETTINGS, "x" * (MAX_TEXT - free - named * len(name)), *rows)
    assert with_mentions(panel, KNOWN).content_length() <= MAX_TEXT
    texts = [text.content for text in panel.walk_children() if isinstance(text, ui.TextDisplay)]
    assert texts.count(mention) == min(named, free // (len(mention) - len(name)))


async def test_every_command_is_mentioned_by_the_id_that_discord_gave(study: Study) -> None:
    """Also by a process that found the commands registered; a group's name is no command."""
    registered = study.sandbox.world.application.commands[GLOBAL].values()
    ids = {command.name: command.id for command in registered}
    typed = [
        command.qualified_name
        for command in study.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    ]
    for _ in range(2):
        mentions = study.bot.command_mentions
        assert mentions == {name: f"</{name}:{ids[name.split()[0]]}>" for name in typed}
        await study.restart()
    ana = await study.person("Ana")
    assert mentions["help"] in (await ana.slash("help", topic="nothing")).text


async def test_m6_a_note_that_names_a_command_stays_as_it_was_typed(study: Study) -> None:
    ana = await study.person("Ana")
    note = "Ask about `/me` and `/help topic: x`"
    seen = await ana.slash("milestone done", milestone="theory-problem-sets", note=note)
    assert escape(note) in seen.text
