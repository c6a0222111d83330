"""An error about a form carries *Try again*, which opens the form with what was typed."""

from __future__ import annotations

import pytest

from tests.live import Study, form_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

NASTY = "Read **A** \\ [b](c) @everyone <@1>\n> 1. two"


async def test_a_refused_form_opens_again_with_what_was_typed(study: Study) -> None:
    """After a restart too: the message itself holds it. What is then right is saved once."""
    ana = await study.person("Ana")
    await ana.slash("milestone add", title="Mine", due="2026-04-01")
    form = await ana.click(await ana.slash("conference list"), "Add")
    typed = {"name": "ICML *2026*", "deadline": "soonish", "link": "https://icml.cc/a_b*c"}
    refused = await ana.submit(form, typed)
    assert "do not read that as a deadline" in refused.text
    await study.restart()
    again = form_of(await ana.click(refused, "Try again"))
    values = {field["custom_id"]: field.get("value") for field in again.fields.values()}
    assert values == typed


async def test_empty_fields_stay_empty_and_paragraphs_stay_together(study: Study) -> None:
    ana = await study.person("Ana")
    listed = await ana.slash("milestone note", milestone="theory-problem-sets")
    refused = await ana.submit(listed, {"link": "javascript:x", "note": f"{NASTY}\n\nMore"})
    assert "Try again" in refused.buttons
    again = form_of(await ana.click(refused, "Try again"))
    values = {field["custom_id"]: field.get("value") for field in again.fields.values()}
    assert values == {"link": "javascript:x", "note": f"{NASTY}\n\nMore"}


async def test_what_was_emptied_stays_empty_and_the_form_keeps_its_version(study: Study) -> None:
    """A form about what is there begins with that, save where it opens again."""
    olga, sets = study.organiser, "theory-problem-sets"
    editing = await olga.slash("plan edit", milestone=sets)
    form = form_of(await olga.click(editing, "Edit"))
    assert form.fields["Hours it takes"].get("value")
    title = {"title": "Sets", "text": "Solve them.", "hours": "", "due": "", "needs": "Nothing"}
    refused = await olga.submit(form, title)
    assert "no milestone “Nothing”" in refused.text
    again = form_of(await olga.click(refused, "Try again"))
    assert again.custom_id.partition("~")[0] == form.custom_id.partition("~")[0]
    values = {field["custom_id"]: field.get("value") or "" for field in again.fields.values()}
    assert values == title
    assert "Nothing changed" not in (await olga.submit(again, {**title, "needs": ""})).text
