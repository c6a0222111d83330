"""Buttons, forms and errors over the wire: found by custom id, answered whatever goes wrong."""

from __future__ import annotations

import asyncio
import gc
import logging
import re

import discord
import pytest
from discord import app_commands
from sqlalchemy import text

from bot.errors import NotFound, UserError
from bot.feature import FeatureData, export_nothing, forget_nothing
from cogs.common import deferral
from cogs.common.feature import Feature
from cogs.common.forms import Form, choice_field, text_field
from cogs.common.panels import Accent, Panel, button, buttons
from cogs.common.reply import open_form, reply
from cogs.common.routes import Fields, Interaction, Route
from cogs.features import FEATURES
from sandbox import ActingUser
from sandbox.world.model import Message
from tests.live import Study, form_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

OPEN = Route("test:open", int)
FORM = Route("test:form", int)
FAIL = Route("test:fail", int)
SLOW = Route("test:slow")
TRIALS = Feature(
    data=FeatureData(
        name="trials", help=(), stored=(), forget=forget_nothing, export=export_nothing, kinds=()
    ),
    cogs=(),
    routes=(OPEN, FORM, FAIL, SLOW),
    senders={},
)


@pytest.fixture
def features() -> tuple[Feature, ...]:
    return (*FEATURES, TRIALS)


@OPEN.press
async def open_trial(interaction: Interaction, number: int) -> None:
    """Open a form with a text, a list and an optional text."""
    options = [discord.SelectOption(label=label, value=label.lower()) for label in ("One", "Two")]
    fields = [
        text_field("text", "Text", long=True),
        choice_field("which", "Which", options, at_most=2),
        text_field("more", "More", required=False),
    ]
    await interaction.response.send_modal(Form("Form", FORM(number), fields=fields))


@FORM.form
async def take_form(interaction: Interaction, fields: Fields, number: int) -> None:
    """Say what came in, or fail in the way that the number asks for."""
    await fail_as(interaction, number)
    got = {name: fields.get(name, "") or fields.get(name, []) for name in ("text", "which", "more")}
    await reply(interaction, Panel(Accent.SETTINGS, f"{number}: {got}"))


@FAIL.press
async def fail(interaction: Interaction, number: int) -> None:
    """Fail in the way that the number asks for."""
    await fail_as(interaction, number)


@SLOW.press
async def open_slowly(interaction: Interaction) -> None:
    """Open the form, the first time too late for Discord."""
    if interaction.message is not None and not interaction.message.flags.ephemeral:
        while not interaction.response.is_done():  # noqa: ASYNC110 - the library has no event
            await asyncio.sleep(0.01)
    field = text_field("text", "Text")
    await open_form(interaction, Form("Slow form", FORM(8), fields=[field]))


async def fail_as(interaction: Interaction, number: int) -> None:
    """1 the person's mistake · 2 ours · 3 theirs while thinking · 4 ours after an answer."""
    if number == 1:
        raise NotFound("There is no such thing. Try another.")
    if number == 2:
        raise RuntimeError("a secret detail")
    if number == 3:
        await interaction.response.defer(ephemeral=True, thinking=True)
        raise UserError("Too slow a thing. Try a faster one.")
    if number == 4:
        await reply(interaction, Panel(Accent.SETTINGS, "so far so good"))
        raise RuntimeError("a secret detail")


@pytest.fixture
async def ana(study: Study) -> ActingUser:
    return await study.person("Ana")


@pytest.fixture
async def panel(study: Study, ana: ActingUser) -> Message:
    """A message with a button for each route."""
    acts = [button(f"Fail {n}", FAIL(n)) for n in range(1, 5)]
    forms = [button("Form", OPEN(7)), button("Slow", SLOW())]
    view = Panel(Accent.SETTINGS, buttons(*acts), buttons(*forms))
    await study.bot.get_partial_messageable(study.papers.id).send(view=view)
    newest: Message = list(study.papers.messages)[-1]
    return newest


def reference(text: str, caplog: pytest.LogCaptureFixture) -> str:
    """The reference in an answer, which the log must have too."""
    found = re.search(r"reference `([a-z2-9]{6})`", text)
    assert found, text
    records = [r for r in caplog.records if f"Reference {found[1]}" in r.getMessage()]
    assert len(records) == 1
    assert records[0].exc_info is not None
    return records[0].getMessage()


async def test_a_form_gives_its_handler_every_field_by_name(
    ana: ActingUser, panel: Message
) -> None:
    form = await ana.click(panel, "Form")
    seen = await ana.submit(form, {"Text": "hello", "Which": ["One", "Two"]})
    assert seen.text.startswith("7: {'text': 'hello', 'which': ['one', 'two'], 'more': []}")


async def test_a_persons_mistake_is_told_in_its_own_words(ana: ActingUser, panel: Message) -> None:
    seen = await ana.click(panel, "Fail 1")
    assert seen.ephemeral
    assert seen.text == "There is no such thing. Try another.\n-# Only you see this."
    seen = await ana.click(panel, "Fail 3")
    assert seen.text.startswith("Too slow a thing. Try a faster one.")


async def test_an_answer_cut_off_by_the_network_is_no_unexpected_error(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    callback = "/interactions/{interaction_id}/{interaction_token}/callback"
    study.sandbox.faults.reset("POST", callback)
    seen = await study.organiser.slash("help")
    assert "Discord had trouble while I answered" in seen.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    study.sandbox.faults.reset("POST", callback)
    study.sandbox.interactions.answer_within = 1.0
    # An option without suggestions, which only a modified client asks for.
    with pytest.raises(TimeoutError):
        await study.organiser.autocomplete("conference add", "name", "x", forge=True)
    gc.collect()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_an_unexpected_error_has_a_reference_that_the_log_has_too(
    ana: ActingUser, panel: Message, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether or not something was answered before; details stay in the log."""
    seen = await ana.click(panel, "Fail 2")
    assert seen.ephemeral
    assert "secret" not in seen.text
    assert "test:fail:2" in reference(seen.text, caplog)
    seen = await ana.click(panel, "Fail 4")
    assert "so far so good" in seen.text
    await ana.until(lambda: seen.followups)
    assert "secret" not in seen.followups[0].text
    reference(seen.followups[0].text, caplog)


async def test_text_typed_into_a_form_comes_back_whatever_went_wrong(
    ana: ActingUser, panel: Message, caplog: pytest.LogCaptureFixture
) -> None:
    """Quoted while it is short; 4,000 characters as a file; and never in the log."""
    given = {"Text": "**bold** @everyone", "Which": "One", "More": "and this"}
    long = "Zeile für Zeile. שלום\n" * 180
    assert 3900 < len(long) <= 4000
    for forged in ("test:form:1", "test:form:2"):
        form = await ana.click(panel, "Form")
        seen = await ana.submit(form, given, custom_id=forged, forge=True)
        assert ">>> \\*\\*bold\\*\\* @\u200beveryone\n>>> and this" in seen.text
        assert "one" not in seen.text.split(">>>")[1].replace("everyone", "")
        form = await ana.click(panel, "Form")
        seen = await ana.submit(form, {**given, "Text": long}, custom_id=forged, forge=True)
        (file,) = seen.files
        assert file.data.decode() == f"{long.strip()}\n\nand this"
        assert "in the file below" in seen.text
    assert "bold" not in caplog.text
    assert "Zeile" not in caplog.text


async def test_what_no_route_knows_is_answered_and_its_text_kept(
    ana: ActingUser, panel: Message
) -> None:
    """A button or form of a former version, keys that are missing, too many, or of another kind."""
    for forged in (
        "test:fail",
        "test:fail:1:2",
        "test:fail:one",
        f"test:fail:{2**63}",
        "test:gone:1",
        "nothing",
        ":",
        "x" * 100,
        "test:form:1",
    ):
        seen = await ana.click(panel, custom_id=forged, forge=True)
        assert seen.ephemeral
        assert "no longer works here" in seen.text, forged
        assert "</help:" in seen.text
    form = await ana.click(panel, "Form")
    seen = await ana.submit(
        form, {"Text": "kept", "Which": "One"}, custom_id="old:form", forge=True
    )
    assert "no longer works here" in seen.text
    assert ">>> kept" in seen.text


async def test_what_was_typed_into_a_command_comes_back_when_it_breaks(
    study: Study, ana: ActingUser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("bot.actions.service.set_status", breaks)
    seen = await ana.slash("action done", action="7")
    assert "/action done" in reference(seen.text, caplog)
    assert ">>> action: 7" in seen.text


async def test_a_command_that_is_no_more_is_explained(study: Study, ana: ActingUser) -> None:
    study.bot.tree.remove_command("retro")
    seen = await ana.slash("retro card")
    assert "My commands were just updated" in seen.text


async def test_an_answer_that_discord_refuses_is_noted_and_harms_nothing(
    study: Study, ana: ActingUser, panel: Message
) -> None:
    """It came too late, say: a line in the log, and the next press works."""
    noted = asyncio.Event()

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "An error's answer was not taken" in record.getMessage():
                noted.set()

    handler = Listening()
    logging.getLogger("cogs.common.errors").addHandler(handler)
    route = "/interactions/{interaction_id}/{interaction_token}/callback"
    study.sandbox.faults.fail("POST", route, status=404, code=10062)
    press = asyncio.create_task(ana.click(panel, "Fail 1"))
    await noted.wait()
    press.cancel()
    logging.getLogger("cogs.common.errors").removeHandler(handler)
    assert "There is no such thing" in (await ana.click(panel, "Fail 1")).text


async def test_a_form_that_comes_too_late_is_offered_by_a_button(
    ana: ActingUser, panel: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deferred answer cannot be a form: the same button, shown privately, asks for it again."""
    monkeypatch.setattr(deferral, "_DEFER_AFTER_SECONDS", 0.05)
    seen = await ana.click(panel, "Slow")
    await ana.until(lambda: seen.followups)
    offer = seen.followups[0]
    assert offer.ephemeral
    assert "Discord no longer lets me open that form" in offer.text
    form = await ana.click(offer, "Open it")
    assert "Slow form" in form_of(form).text
    assert (await ana.submit(form, {"Text": "kept"})).text.startswith("8: {'text': 'kept', ")


async def test_failing_suggestions_are_none_and_the_log_says_why(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """Of every option that has any: a client would say "Loading options failed"."""
    async with study.db.begin() as session:
        for table in ("homes", "members", "groups"):
            await session.execute(text(f"ALTER TABLE {table} RENAME TO {table}_away"))
    olga, failed = study.organiser, 0
    for command in study.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            name = command.qualified_name
            for option in (each for each in command.parameters if each.autocomplete):
                caplog.clear()
                found = await olga.autocomplete(name, option.display_name, "a")
                if any(re.search(f"Reference .* /{name}", each) for each in caplog.messages):
                    assert found == []
                    failed += 1
    assert failed > 10


async def test_suggestions_for_what_has_none_are_none(
    study: Study, ana: ActingUser, caplog: pytest.LogCaptureFixture
) -> None:
    """As a modified client, or one that knows older commands, may ask."""
    assert await ana.autocomplete("milestone add", "title", "x", forge=True) == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_an_option_that_cannot_be_read_is_refused_kindly(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    forum = study.guild.create_forum_channel("forum")
    seen = await study.organiser.slash("setup", papers=forum, forge=True)
    assert seen.ephemeral
    assert "I cannot use one of the values" in seen.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
