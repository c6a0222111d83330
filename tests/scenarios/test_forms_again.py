"""Every form whose answer is an error opens again with what was typed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from cogs.common import routes_of
from cogs.features import FEATURES
from sandbox import Modal
from tests.live import Study, form_of
from tests.scenarios.forms import TEXT_INPUT, every_opener, filled, open_form, route_of
from tests.scenarios.test_sent_again import SOUND

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

# No act is stored then, so none is done: what is sound is refused too.
BREAK = (
    "CREATE TRIGGER refusing BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'no act is done'); END"
)
MEND = "DROP TRIGGER refusing"
# The answer to these is a preview, which does nothing: they are refused for what they say.
TYPED = {**SOUND, "days": "a few"}
UNSOUND = {
    "settings:basics": {**TYPED, "zone": "Nowhere"},
    "settings:rhythm": {**TYPED, "papers_open": "soon"},
    "settings:support": {**TYPED, "support": "Talk ftp://example.org/help"},
}


def texts_of(form: Modal) -> dict[str, str]:
    return {
        field["custom_id"]: field.get("value") or ""
        for field in form.fields.values()
        if field["type"] == TEXT_INPUT
    }


async def run(study: Study, statement: str) -> None:
    async with study.db.begin() as session:
        await session.execute(text(statement))


async def texts_kept(study: Study, form: Modal) -> None:
    """A refused form opens again with its texts, and is then taken."""
    olga = study.organiser
    given = filled(form, "Something *new*", olga, UNSOUND.get(route_of(form), TYPED))
    await run(study, BREAK)
    refused = await olga.submit(form, given)
    assert "Try again" in refused.buttons, (form.custom_id, refused.text)
    again = form_of(await olga.click(refused, "Try again"))
    await run(study, MEND)
    assert "the reference `" not in (await olga.submit(again, given)).text, form.custom_id
    typed = {form.fields[label]["custom_id"]: value for label, value in given.items()}
    assert texts_of(again) == {name: typed[name] for name in texts_of(form)}, form.custom_id
    assert route_of(again) == route_of(form)


async def test_every_refused_form_opens_again_with_what_was_typed(study: Study) -> None:
    tried = set()
    async for opener in every_opener(study):
        form = await open_form(study, opener)
        if texts_of(form):  # of choices alone nothing has to be typed anew
            await texts_kept(study, form)
        tried.add(route_of(form))
    assert tried == set(routes_of(FEATURES).forms)
