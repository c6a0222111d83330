"""Values of other types than a client gives: a list for a text, null, numbers, missing fields."""

from __future__ import annotations

import logging
from random import Random

import pytest

from sandbox import ActingUser, Seen, Upload
from sandbox.interactions.interaction import InteractionType
from sandbox.interactions.resolved import Resolved
from sandbox.people.forms import answers
from sandbox.types import Json
from tests.live import Study
from tests.scenarios.forging import check
from tests.scenarios.forms import every_opener, filled, open_form
from tests.scenarios.odd_payloads import mutated, send

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

GONE = "That no longer works here"


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        (InteractionType.COMPONENT, {"custom_id": ["me:zone:1"], "component_type": 2}, GONE),
        (InteractionType.COMPONENT, {"custom_id": "me:zone:1"}, GONE),
        (InteractionType.COMPONENT, {"component_type": 2}, GONE),
        (InteractionType.MODAL_SUBMIT, {"custom_id": "retro:card:1:0"}, GONE),
        (InteractionType.MODAL_SUBMIT, {"custom_id": {}, "components": []}, GONE),
        (InteractionType.COMMAND, {"id": "1", "name": "me", "options": None}, "just updated"),
        (InteractionType.COMMAND, {"id": "1", "name": "me", "options": [7]}, "just updated"),
        (
            InteractionType.COMMAND,
            {
                "id": "1",
                "name": "plan",
                "options": [
                    {
                        "name": "import",
                        "type": 1,
                        "options": [{"name": "file", "type": 11, "value": "9"}],
                    }
                ],
            },
            "just updated",
        ),
        (InteractionType.AUTOCOMPLETE, {"id": "1", "name": "me", "options": [7]}, ""),
    ],
)
async def test_data_of_another_form_ends_kindly_and_the_bot_stays(
    study: Study, caplog: pytest.LogCaptureFixture, kind: InteractionType, data: Json, told: str
) -> None:
    """The library would end its connection, and with it the process."""
    olga = study.organiser
    helped = await olga.slash("help")
    panel = helped.message
    assert panel is not None
    message = panel if kind is InteractionType.COMPONENT else None
    opener = helped.interaction if kind is InteractionType.MODAL_SUBMIT else None
    seen = await send(study.sandbox, olga, kind, data, panel.channel, message, opener)
    assert seen.failed is None
    assert told in seen.text
    assert not study.bot.connecting.done()
    assert (await olga.slash("help")).failed is None
    unexpected = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    assert unexpected == [] or kind is InteractionType.AUTOCOMPLETE


async def test_every_form_with_fields_of_other_types_is_answered(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """A list under a text's name too, as an honest list: each handler reads what it asked for."""
    olga, rng = study.organiser, Random(10)
    sent = 0
    async for opener in every_opener(study):
        form = await open_form(study, opener)
        given = {label: _as_sent(value) for label, value in filled(form, "Something", olga).items()}
        channel = form.interaction.channel
        resolved = Resolved(
            study.sandbox.world, channel, olga.account, study.sandbox.world.application.bot_user
        )
        components = answers(form, given, resolved, forge=True)
        swapped = [
            {**part, "component": {**part["component"], **_other_kind(part["component"])}}
            for part in components
            if "component" in part
        ]
        data: Json = {"custom_id": form.custom_id, "components": components}
        for odd in (
            {**data, "components": swapped},
            {**data, "components": []},
            *(mutated(data, rng) for _ in range(4)),
        ):
            seen: Seen = await send(
                study.sandbox,
                olga,
                InteractionType.MODAL_SUBMIT,
                odd,
                channel,
                form.interaction.message,
                form.interaction,
            )
            check(seen, f"{opener} {odd}")
            sent += 1
    assert sent > 100
    unexpected = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    assert unexpected == []


def _as_sent(value: object) -> object:
    """A person by their account, and a file by an id that nothing was uploaded under."""
    if isinstance(value, ActingUser):
        return value.account
    return "1" if isinstance(value, Upload) else value


def _other_kind(field: Json) -> Json:
    """A list where the form has a text, a text where it has a list."""
    if "values" in field:
        return {"type": 4, "value": "x", "values": None}
    return {"type": 3, "value": None, "values": ["x", "y"]}
