"""Competency over the wire: offered, rated in two forms, kept over a restart, seen as a picture."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.plans import service as plans
from bot.plans.loader import shipped
from sandbox import ActingUser, Modal, Seen
from tests.competency.acting import at, axis
from tests.live import Study, custom_ids, form_of
from tests.mini_retros.acting import retro_on
from tests.plans.strategies import milestone_text, small_plan

OFFER = "Where do you stand on the plan's axes?"
AXES = shipped().axes
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def rate(person: ActingUser, *levels: int) -> Seen:
    """Rate oneself by both forms; the answer to the last."""
    seen = await person.slash("competency rate")
    for part in (0, 1):
        axes = AXES[part * 5 : part * 5 + 5]
        (opens,) = custom_ids(seen, f"competency:rate:{_guild(seen)}:{part}")
        form = await person.click(seen, custom_id=opens)
        given = dict(zip((axis.title for axis in axes), levels[part * 5 :], strict=False))
        seen = await person.submit(form, {title: str(level) for title, level in given.items()})
    return seen


def _guild(seen: Seen) -> str:
    return custom_ids(seen, "competency:")[0].split(":")[2]


def chosen(form: Modal) -> dict[str, str]:
    """What stands in a form to begin with, by label."""
    return {
        label: option["value"]
        for label, field in form.fields.items()
        for option in field.get("options", ())
        if option.get("default")
    }


def offers(person: ActingUser) -> list[str]:
    """On which dates a message offered it."""
    return [f"{each.timestamp:%d %b}" for each in person.inbox if OFFER in each.text]


async def test_w5_w6_two_forms_over_a_restart_to_the_picture_and_the_plan(study: Study) -> None:
    """From the first week's offer to the second quarter's change, on both databases."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await study.clock.move_to(at(4))
    assert offers(ana) == ["04 Mar"]
    offer = ana.inbox[-1]
    seen = await ana.click(offer, "Rate")
    assert "**Rate yourself** · Q1 2026" in seen.text
    form = form_of(await ana.click(seen, custom_id=custom_ids(seen, "competency:rate")[0]))
    assert list(form.fields) == [axis.title for axis in AXES[:5]]
    half = await ana.submit(form, {"Engineering": "3", "Automation": "2"})
    assert "2 of 5 axes rated" in half.text

    await study.restart()
    kept = await ana.slash("competency rate")
    form = form_of(await ana.click(kept, "Go on"))
    assert chosen(form) == {"Engineering": "3", "Automation": "2"}
    rest = {"Theoretical knowledge": "2", "Deployment": "1", "Domain depth": "2"}
    more = await ana.submit(form, {**chosen(form), **rest})
    last = {"Communication": "3", "Leadership": "2", "Ethics": "1"}
    done = await ana.submit(await ana.click(more, "Rate"), last)
    assert "● Finished." in done.text
    assert "*Competency matrix kept for a quarter*: 0 of 1 in January to March" in done.text
    answers = form_of(await ana.click(done, "Answer"))
    assert list(answers.fields) == ["Where have I grown?", "Where to focus more?"]
    written = await ana.submit(answers, {"Where to focus more?": "Ethics **first** @everyone"})
    assert "Ethics \\*\\*first\\*\\* @\u200beveryone" in written.text
    counted = await ana.click(written, "Count it")
    assert "● Counted." in counted.text
    assert "1 of 1 in January to March" in counted.text
    assert OFFER not in (await ana.slash("today")).text
    assert "● You rated yourself this quarter." in (await ana.click(offer, "Done")).text

    await study.down_until(at(63))
    again = await rate(ana, 3, 3, 2, 2, 2, 3, 2, 1)
    changed = await ana.click(again, "See the change")
    assert "Up on 2 of 8 axes since Q1 2026." in changed.text
    assert "Theoretical…         2/5     3/5  +1" in changed.text
    assert "Ethics               1/5     1/5   =" in changed.text
    [picture] = changed.files
    assert Image.open(BytesIO(picture.data)).width == 1200
    assert "Engineering 3 of 5, Q1 2026 3." in str(changed.components)
    before = await ana.click(changed, "Earlier")
    assert "Ethics \\*\\*first\\*\\*" in before.text
    others = [await ben.slash(name) for name in ("competency rate", "today", "me")]
    for text in (*(each.text for each in others), *(each.text for each in ben.inbox)):
        assert "Ethics \\*" not in text


@on_sqlite
async def test_w5_it_is_offered_once_a_quarter_and_not_on_a_retros_day(study: Study) -> None:
    """The group's retro opens on the 4th of each month: what would come then comes a day later."""
    ana, late = await study.person("Ana"), await study.person("Lea", zone="Pacific/Auckland")
    await retro_on(study.db, 4, study.guild.id)
    for day in (2, 3, 4):
        await study.clock.move_to(at(day, 12))
    assert OFFER not in (await ana.slash("today")).text
    for day in (5, 6, 7):
        await study.clock.move_to(at(day, 12))
    # Auckland's dates are half a day ahead; the retro's 18:00 in UTC is the 5th there.
    assert (offers(ana), offers(late)) == (["05 Mar"], ["03 Mar"])
    assert OFFER in (await ana.slash("today")).text
    await rate(ana, *[2] * 8)
    for first, last in ((31, 32), (64, 67)):
        await study.down_until(at(first - 1, 12))
        for day in range(first, last + 1):
            await study.clock.move_to(at(day, 12))
    assert offers(ana) == ["05 Mar", "05 May"], "eight weeks after the 7th, and no retro"
    assert offers(late) == ["03 Mar", "31 Mar"], "who has none is offered one with the quarter"


@on_sqlite
async def test_in_a_pause_nothing_is_offered(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("routine pause", until="2026-03-10")
    await study.clock.move_to(at(4))
    assert OFFER not in (await ana.slash("today")).text
    assert offers(ana) == []
    await study.clock.move_to(at(11))
    assert offers(ana) == ["10 Mar"]


@on_sqlite
async def test_two_devices_at_once_make_one_rating(study: Study) -> None:
    """What is sent last counts on each axis, and nothing is lost or made twice."""
    ana = await study.person("Ana")
    seen = await ana.slash("competency rate")
    first, second = custom_ids(seen, "competency:rate")
    forms = [form_of(await ana.click(seen, custom_id=each)) for each in (first, first, second)]
    levels = [dict.fromkeys((a.title for a in AXES[:5]), n) for n in ("1", "2")]
    rest = dict.fromkeys((a.title for a in AXES[5:]), "3")
    sent = zip(forms, (*levels, rest), strict=True)
    await asyncio.gather(*(ana.submit(form, given) for form, given in sent))
    shown = await ana.slash("competency show")
    assert "Ethics               3/5" in shown.text
    found = {line.split()[-1] for line in shown.text.splitlines() if "Engineering" in line}
    assert found in ({"1/5"}, {"2/5"})
    assert "Earlier" not in shown.buttons


@on_sqlite
async def test_forged_levels_axes_and_places_are_refused_kindly(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    stranger = await study.person("Sam", joined=False)
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    ours = study.guild.id
    form = form_of(await ana.click(await ana.slash("competency rate"), "Rate"))
    for level in ("0", "6", "x", "-1"):
        refused = await ana.submit(form, {"Engineering": level}, forge=True)
        assert "none of the levels" in refused.text
    for part in ("2", "-1", "99999999999999999999", "x"):
        forged = f"competency:rate:{ours}:{part}"
        odd = await ana.submit(form, {"Engineering": "2"}, custom_id=forged, forge=True)
        assert "Reference" not in odd.text
        assert "the reference" not in odd.text
    assert "nothing was chosen" in (await ana.submit(form, {})).text
    keys = (
        *(f"rate:{ours}:9", f"rate:{elsewhere.id}:0", "rate:0:0", f"open:{elsewhere.id}"),
        *(f"show:{ours}:7", f"count:{ours}:1:0", f"focus:{ours}", f"next:{ours}:nothing"),
        *(f"next:{ours}:own-1", f"evidence-page:{ours}:x:-4", f"answer:{elsewhere.id}"),
    )
    for key in keys:
        odd = await ben.click(await ben.slash("help"), custom_id=f"competency:{key}", forge=True)
        assert odd.modal is None
        assert "the reference `" not in odd.text
    opened = await stranger.click(
        await stranger.slash("help"), custom_id=f"competency:open:{ours}", forge=True
    )
    assert "join" in opened.text
    assert "not rated yourself yet" in (await ana.slash("competency show")).text


@on_sqlite
async def test_w7_a_form_opened_before_the_axes_were_edited_is_offered_anew(study: Study) -> None:
    ana = await study.person("Ana")
    form = form_of(await ana.click(await ana.slash("competency rate"), "Rate"))
    axes = (axis("theory", title="Engineering"), axis("care"))
    async with study.db.begin() as session:
        await plans.load(
            session, study.guild.id, small_plan(tail="".join(axes)), now=study.clock.now()
        )
    refused = await ana.submit(form, {"Engineering": "5"})
    assert "edited while the form was open" in refused.text
    seen = await ana.slash("competency rate")
    assert list(form_of(await ana.click(seen, "Rate")).fields) == ["Engineering", "Care"]
    done = await ana.submit(
        form_of(await ana.click(seen, "Rate")), {"Engineering": "4", "Care": "1"}
    )
    assert "● Finished." in done.text
    shown = await ana.click(done, "See the change")
    assert not shown.files, "two axes make no picture"
    assert "Engineering          4/4" in shown.text
    async with study.db.begin() as session:
        await plans.load(session, study.guild.id, small_plan(), now=study.clock.now())
    for command in ("competency rate", "competency evidence"):
        assert "has no competency axes" in (await ana.slash(command)).text
    assert "Engineering          4/4" in (await ana.slash("competency show")).text


@on_sqlite
async def test_w7_a_draft_that_lacks_nothing_any_more_is_finished_by_a_press(
    study: Study,
) -> None:
    """The axes without a level left the plan; a restart lies between, and an old press."""
    ana, ben = await study.person("Ana"), await study.person("Ben")

    async def follow(*axes: str) -> None:
        async with study.db.begin() as session:
            text = small_plan(tail="".join(map(axis, axes)))
            await plans.load(session, study.guild.id, text, now=study.clock.now())

    await follow("read", "write", "ship")
    seen = await ana.slash("competency rate")
    assert "Finish" not in seen.buttons
    half = await ana.submit(form_of(await ana.click(seen, "Rate")), {"Read": "2", "Write": "3"})
    assert "Finish" not in half.buttons
    key = f"competency:finish:{study.guild.id}"
    for who in (ana, ben):
        odd = await who.click(await who.slash("help"), custom_id=key, forge=True)
        assert "● Finished." not in odd.text
        assert "the reference `" not in odd.text
    await follow("read", "write")
    await study.restart()
    ready = await ana.slash("competency rate")
    assert "Every axis of the plan has its level." in ready.text
    done = await ana.click(ready, "Finish")
    assert "● Finished." in done.text
    assert "● Finished." in (await ana.click(ready, custom_id=key, forge=True)).text
    assert "Read                 2/4" in (await ana.slash("competency show")).text


@on_sqlite
async def test_the_weakest_axes_suggest_milestones_and_one_press_makes_one_next(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    done = await rate(ana, 5, 5, 5, 5, 5, 5, 4, 1)
    seen = await ana.click(done, "Focus")
    assert "**Ethics** · level 1 of 5" in seen.text
    assert seen.text.index("Ethics") < seen.text.index("Leadership")
    pressed = custom_ids(seen, "competency:next")[0]
    assert pressed.endswith(":professional-ethics-audit")
    begun = await ana.click(seen, custom_id=pressed)
    assert "In progress: *Ethical risk audit of a major project*" in begun.text
    assert "◐ Ethical risk audit of a major project · in progress" in begun.text
    shown = await ana.slash("milestone show", milestone="professional-ethics-audit")
    assert "in progress" in shown.text
    top = await rate(ana, *[5] * 8)
    assert "highest level of every axis" in (await ana.click(top, "Focus")).text


@on_sqlite
async def test_u1_evidence_comes_by_itself_and_pages_by_axis(study: Study) -> None:
    ana = await study.person("Ana")
    assert "Nothing yet." in (await ana.slash("competency evidence")).text
    link = "https://example.org/x"
    await ana.slash("milestone done", milestone="theory-problem-sets", link=link)
    for _ in range(11):
        await ana.slash("milestone done", milestone="community-competency-matrix")
    seen = await ana.slash("competency evidence")
    assert "12 pieces of evidence" in seen.text
    assert "**Theoretical knowledge**" in seen.text
    assert "[example.org](<https://example.org/x>)" in seen.text
    assert "1/2" in seen.buttons
    after = await ana.click(seen, "›")
    assert "**Leadership**" in after.text
    one = await ana.choose(after, ["leadership"])
    assert "**What you did** · Leadership\n11 pieces of evidence" in one.text
    typed = await ana.slash("competency evidence", axis="leader")
    assert "11 pieces" in typed.text
    assert "no such axis" in (await ana.slash("competency evidence", axis="zzz")).text
    form = form_of(await ana.click(await ana.slash("competency rate"), "Rate"))
    assert "On record: 1 milestone" in str(form.components)
    await rate(ana, *[2] * 8)
    assert "Theoretical knowledge: 1 milestone" in (await ana.slash("competency show")).text
    await study.down_until(study.clock.now() + timedelta(days=60))
    form = form_of(await ana.click(await ana.slash("competency rate"), "Rate"))
    assert "Last time 2 · since then nothing on record" in str(form.components)


@on_sqlite
async def test_the_fullest_rating_fits_its_panels(study: Study) -> None:
    ana = await study.person("Ana")
    long = tuple(f"{n} " + "*_~`" * 49 for n in range(10))
    names = [f"a{number}" for number in range(12)]
    axes = [axis(name, title=f"{name} " + "*_`~" * 19, levels=long) for name in names]
    milestones = [
        milestone_text(f"m{n}-{'x' * 30}", axes=names).replace("Do it.", "*_" * 299)
        for n in range(25)
    ]
    text = small_plan(*milestones, tail="".join(axes))
    async with study.db.begin() as session:
        await plans.load(session, study.guild.id, text, now=study.clock.now())
    full = {"Where have I grown?": "*_~`" * 250, "Where to focus more?": "@here " * 166}
    seen = await ana.slash("competency rate")
    await ana.submit(form_of(await ana.click(seen, "Answer")), full)
    for _ in range(3):
        seen = await ana.slash("competency rate")
        form = form_of(await ana.click(seen, "Rate"))
        seen = await ana.submit(form, dict.fromkeys(form.fields, "1"))
    assert "● Finished." in seen.text
    for number in range(25):
        await ana.slash("milestone done", milestone=f"m{number}-{'x' * 30}")
    for button in ("See the change", "Focus", "Evidence"):
        assert "Only you see this." in (await ana.click(seen, button)).text
    assert "1/30" in (await ana.slash("competency evidence")).buttons
