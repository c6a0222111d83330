"""Removing and moving a milestone of the plan, and its second form, over the wire."""

from __future__ import annotations

import asyncio

import pytest

from bot.plans.loader import load
from sandbox import ActingUser, Seen
from tests.live import Study, custom_ids
from tests.plans.changing import SETS, SHIPPED
from tests.plans.editing import milestone_in
from tests.plans.strategies import milestone_text, small_plan
from tests.plans.test_on_discord import bring, exported, second_organiser

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

LATENCY, TRADES = "practice-latency", "practice-trade-offs"


async def removal(who: ActingUser, milestone: str) -> Seen:
    """The preview that its red button leads to."""
    return await who.click(await who.slash("plan edit", milestone=milestone), "Remove")


async def ids(who: ActingUser, component: str) -> list[str]:
    """The milestones of a component, as the plan in force has them."""
    return [m.id for _, c, m in load(await exported(who)).walk() if c.id == component]


async def test_p2_what_members_did_on_a_removed_milestone_comes_back_with_it(study: Study) -> None:
    """Done, begun and skipped ones; what waited for it is free meanwhile, and its date is gone."""
    olga = study.organiser
    ana, ben, cem, _ = [await study.person(name) for name in ("Ana", "Ben", "Cem", "Dora")]
    await ana.slash("milestone done", milestone=LATENCY)
    hers = await ana.slash("milestone done", milestone=SETS)
    await ben.slash("milestone start", milestone=LATENCY)
    await cem.slash("milestone skip", milestone=LATENCY)

    dan = await study.person("Dan")
    await dan.slash("milestone start", milestone=LATENCY)
    four, without = await removal(olga, LATENCY), await removal(olga, SETS)
    eli = await study.person("Eli")
    await eli.slash("milestone start", milestone=LATENCY)

    seen = await removal(olga, LATENCY)
    assert seen.ephemeral
    assert "**Removed** · 1" in seen.text
    for preview in (seen, four, without):
        assert "progress on it" not in preview.text, "two counts would tell what Eli did (U5)"
        assert "How many have some is told to nobody" in preview.text
    assert "**Changed inside** · 1" in seen.text
    assert "it waits no longer for what is removed" in seen.text
    assert "**Dates that go** · 1\n- week 6, Optimise" in seen.text
    assert "so does their progress" in seen.text
    assert await exported(olga) == SHIPPED

    await study.restart()
    await olga.click(seen, "Confirm")
    assert "**Version 2 is in force**" in seen.text
    plan = load(await exported(ana))
    assert plan.milestone(LATENCY) is None
    assert milestone_in(plan, TRADES).needs == ()
    assert "week-6" not in {target.id for target in plan.flow}
    assert "1 of 34" in (await ana.slash("milestone list")).text
    assert "0 of 34" in (await ben.slash("milestone list")).text
    for verb in ("done", "undo"):
        late = await ana.slash(f"milestone {verb}", milestone=LATENCY)
        assert late.failed is None
        assert "**Done" not in late.text
    await ben.slash("milestone done", milestone=TRADES)
    await ana.click(hers, "Undo")

    await olga.click(seen, "Undo")
    await olga.click(seen, "Undo")
    assert await exported(ana) == SHIPPED
    assert "1 of 35" in (await ana.slash("milestone list")).text
    assert "1 of 35" in (await ben.slash("milestone list")).text


async def test_p2_a_new_milestone_never_inherits_the_id_of_one_that_went(study: Study) -> None:
    """And two forms opened on the same version keep both organisers' changes."""
    olga, otto, ana = study.organiser, await second_organiser(study), await study.person("Ana")
    about = {"Title": "Brand new", "What to do, and when it is done": "Do it."}
    for number in (1, 2):
        form = await olga.slash("plan edit", component="theory-math")
        await olga.click(await olga.submit(form, about), "Confirm")
        done = await ana.slash("milestone done", milestone="Brand new")
        assert "Done: *Brand new*" in done.text, "not done before"
        if number == 1:
            await olga.click(await removal(olga, "brand-new"), "Confirm")
    plan = load(await exported(ana))
    assert plan.milestone("brand-new") is None
    [again] = [m.id for m in plan.milestones if m.title == "Brand new"]

    first, second = [
        await who.click(await who.slash("plan edit", milestone=again), "Edit")
        for who in (olga, otto)
    ]
    await olga.click(await olga.submit(first, {"Title": "Olga's"}), "Confirm")
    seen = await otto.submit(second, {"Hours it takes": "3"})
    assert "Renamed" not in seen.text
    await otto.click(seen, "Confirm")
    merged = milestone_in(load(await exported(ana)), again)
    assert (merged.title, merged.hours) == ("Olga's", (3, 3))


async def test_an_emptied_component_stays_and_so_does_the_last_milestone(study: Study) -> None:
    olga = study.organiser
    matrix = "community-competency-matrix"
    seen = await olga.slash("plan edit", milestone=matrix, component="theory-math")
    assert "**Without a milestone then** · 1" in (await olga.choose(seen, SETS)).text
    seen = await removal(olga, matrix)
    assert "**Without a milestone then** · 1\n- component " in seen.text
    assert "it stays, with its topics and questions" in seen.text
    await olga.click(seen, "Confirm")
    assert await ids(olga, "community-routine") == []
    # What goes into an empty component has one place there.
    move = await olga.slash("plan edit", milestone=SETS, component="community-routine")
    moved = await olga.choose(move, "First")
    assert "from Deeper mathematics to " in moved.text
    await olga.click(moved, "Cancel")
    await olga.click(await bring(olga, small_plan(milestone_text("one"))), "Confirm")
    seen = await removal(olga, "one")
    assert "the only milestone, and a plan needs at least one" in seen.text
    alone = await olga.click(await olga.slash("plan edit", milestone="one"), "Move")
    assert "It is the only milestone in *First part*" in alone.text
    assert alone.buttons == ["Back"]


async def test_a_milestone_goes_up_down_and_elsewhere(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    sets, tutorial, mini = await ids(olga, "theory-math")
    await ana.slash("milestone done", milestone=mini)
    seen = await olga.click(await olga.slash("plan edit", milestone=mini), "Move")
    await study.restart()
    await olga.choose(seen, "First")
    assert "**In another order** · 1\n- Deeper mathematics: " in seen.text
    assert "Removed" not in seen.text
    await olga.click(seen, "Confirm")
    assert await ids(olga, "theory-math") == [mini, sets, tutorial]
    text = await exported(olga)
    assert sorted(text.split("\n")) == sorted(SHIPPED.split("\n"))

    seen = await olga.slash("plan edit", milestone=mini, component="theory-learning")
    await olga.choose(seen, "theory-paper-summaries")
    assert "progress on it" not in seen.text
    assert ", after " in seen.text
    await olga.click(seen, "Confirm")
    assert await ids(olga, "theory-math") == [sets, tutorial]
    assert (await ids(olga, "theory-learning"))[:2] == ["theory-paper-summaries", mini]
    assert "1 of 35" in (await ana.slash("milestone list")).text
    await olga.click(seen, "Undo")
    await olga.click(seen, "Undo")
    assert await exported(olga) == text


async def test_a_full_component_takes_no_other(study: Study) -> None:
    many = [milestone_text(f"m{number}") for number in range(25)]
    tail = "\n[[blocks.components]]\nid='x'\ntitle='X'\nsummary='s'\n" + milestone_text("y")
    olga = study.organiser
    await olga.click(await bring(olga, small_plan(*many, tail=tail)), "Confirm")
    seen = await olga.slash("plan edit", milestone="y", component="first-part")
    assert "at most 25 milestones, and that one has them" in seen.text
    inside = await olga.click(await olga.slash("plan edit", milestone="m7"), "Move")
    assert "**In another order**" in (await olga.choose(inside, "m24")).text


async def test_the_second_form_has_path_repeats_and_axes(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    tutorial = "theory-math-tutorial"
    await ana.slash("milestone start", milestone=tutorial)
    form = await olga.click(await olga.slash("plan edit", milestone=tutorial), "More fields")
    chosen = {"Repeats": "month", "For whom": "cv", "Axes": ["theory", "ethics"]}
    seen = await olga.submit(form, chosen)
    assert "\n  - repeats: none → month\n  - path: none → Computer vision" in seen.text
    assert "\n  - axes: " in seen.text
    assert "**Changed inside** · 1" in seen.text
    assert "progress on it" not in seen.text
    await olga.click(seen, "Confirm")
    now = milestone_in(load(await exported(olga)), tutorial)
    assert (now.repeats, now.path, now.axes) == ("month", "cv", ("theory", "ethics"))
    panel = await olga.slash("plan edit", milestone=tutorial)
    assert "every month · only for Computer vision" in panel.text
    # The forms leave each other's fields alone, and what was chosen is chosen again.
    await olga.click(await olga.submit(await olga.click(panel, "Edit"), {"Title": "T"}), "Confirm")
    again = await olga.click(panel, "More fields")
    assert "**Nothing to change**" in (await olga.submit(again, {})).text
    seen = await olga.submit(again, {"Repeats": "*", "For whom": "*", "Axes": []})
    await olga.click(seen, "Confirm")
    now = milestone_in(load(await exported(olga)), tutorial)
    assert (now.title, now.repeats, now.path, now.axes) == ("T", None, None, ())
    for name in ("Repeats", "For whom", "Axes"):
        seen = await olga.submit(again, {name: "@everyone"}, forge=True)
        assert "no such choice now" in seen.text


async def test_what_another_organiser_removed_meanwhile(study: Study) -> None:
    olga, otto = study.organiser, await second_organiser(study)
    panel = await olga.slash("plan edit", milestone=LATENCY)
    form = await olga.click(panel, "Edit")
    more = await olga.click(panel, "More fields")
    below = await olga.slash("plan edit", milestone=SETS, component="practice-tuning")
    places = await olga.slash("plan edit", milestone=LATENCY, component="theory-math")
    waiting = await removal(olga, LATENCY)
    await otto.click(await removal(otto, LATENCY), "Confirm")
    await olga.click(waiting, "Confirm")
    assert "**Version 2 is in force already**" in waiting.text
    typed = {"What to do, and when it is done": "a text that took a while"}
    edited = await olga.submit(form, typed)
    assert "a text that took a while" in edited.text
    answers = [
        edited,
        await olga.submit(more, {"Repeats": "week"}),
        *[await olga.click(panel, each) for each in ("Edit", "More fields", "Move", "Remove")],
        await olga.choose(places, "First"),
    ]
    assert all("The plan has no such milestone now" in answer.text for answer in answers)
    assert "does not stand there now" in (await olga.choose(below, LATENCY)).text
    # Another change of his comes between her preview and her Confirm: she sees it first.
    waiting = await removal(olga, SETS)
    await otto.click(await removal(otto, TRADES), "Confirm")
    await olga.click(waiting, "Confirm")
    assert f"**Version 3 came meanwhile** by {otto.mention}" in waiting.text
    assert len(load(await exported(olga)).milestones) == 39


async def test_at_once_with_other_organisers_and_members(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    olga, otto = study.organiser, await second_organiser(study)
    members = [await study.person(f"M{number}") for number in range(4)]
    hers, his = await removal(olga, SETS), await removal(otto, LATENCY)
    await asyncio.gather(
        olga.click(hers, "Confirm"),
        otto.click(his, "Confirm"),
        *(who.slash("milestone done", milestone=SETS) for who in members),
        *(who.slash("milestone done", milestone=LATENCY) for who in members),
        *(who.slash("milestone list") for who in members),
    )
    won, lost = (hers, his) if "is in force**" in hers.text else (his, hers)
    assert "**Version 2 is in force**" in won.text
    assert "**Version 2 came meanwhile**" in lost.text
    assert len(load(await exported(olga)).milestones) == 40
    gone, winner = (SETS, olga) if won is hers else (LATENCY, otto)
    await winner.click(won, "Undo")
    await winner.click(won, "Undo")
    assert await exported(olga) == SHIPPED
    for who in members:
        # Either it was done before it went, or it was gone already and can be done now.
        await who.slash("milestone done", milestone=gone)
        assert "2 of 35" in (await who.slash("milestone list")).text
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_forged_ids_reach_nothing(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    panel = await olga.slash("plan edit", milestone=SETS)
    acts = [f"plan:{verb}:{SETS}" for verb in ("one", "edit", "more", "spot", "remove")]
    assert set(acts[1:]) <= set(custom_ids(panel))
    for act in (*acts, f"plan:place:{SETS}:theory-learning"):
        mine = await ana.choose(await ana.slash("plan show"), ["*"], custom_id=act, forge=True)
        assert "This is for organisers" in mine.text, act
        odd = act.replace(SETS, "@everyone")
        seen = await olga.choose(panel, ["@everyone"], custom_id=odd, forge=True)
        assert "no such milestone now" in seen.text, odd
    for place, value, says in (
        ("theory-math", SETS, "does not stand there now"),
        ("theory-math", "", "does not stand there now"),
        ("theory-math", LATENCY, "does not stand there now"),
        ("theory-math", "*", "stands there already"),
        ("none", "*", "no such component now"),
    ):
        act = f"plan:place:{SETS}:{place}"
        seen = await olga.choose(panel, [value], custom_id=act, forge=True)
        assert says in seen.text, (place, value)
    assert "Versions of the plan** · 1" in (await olga.slash("plan versions")).text
    assert await exported(ana) == SHIPPED
