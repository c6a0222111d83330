"""Importing, exporting, editing and undoing over the wire."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.plans.loader import example_text, load, shipped
from bot.worker import Worker
from cogs.plans import draft_views
from sandbox import ActingUser, Permissions, Seen, Upload
from tests.live import Study, custom_ids
from tests.plans.changing import SETS, SHIPPED, retitled, without
from tests.plans.editing import milestone_in
from tests.plans.strategies import milestone_text, small_plan

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

EVIL = "@everyone <@&1> **bold** [x](https://evil.example) \u202eשלום"


async def bring(who: ActingUser, source: str | bytes, name: str = "plan.toml") -> Seen:
    content = source.encode() if isinstance(source, str) else source
    return await who.slash("plan import", file=Upload(name, content))


async def exported(who: ActingUser, *, dm: bool = False) -> str:
    seen = await who.slash("plan export", dm=dm)
    return seen.files[0].data.decode()


async def second_organiser(study: Study) -> ActingUser:
    otto = study.sandbox.user("Otto")
    role = study.guild.create_role("Too", permissions=Permissions.MANAGE_GUILD)
    otto.join(study.guild, roles=[role])
    return otto


async def test_p2_import_preview_confirm_undo(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await ana.slash("milestone done", milestone=SETS)
    seen = await bring(olga, without(SETS))
    assert seen.ephemeral
    assert "**Removed** · 1\n- Problem sets" in seen.text
    assert "progress on it" not in seen.text, "two counts would tell of one member (U5)"
    assert "so does their progress" in seen.text
    assert "Nothing has changed yet" in seen.text
    assert await exported(ana) == SHIPPED

    await study.restart()
    await olga.click(seen, "Confirm")
    assert "**Version 2 is in force**" in seen.text
    assert "0 of 34" in (await ana.slash("milestone list")).text
    assert load(await exported(ana)) == load(without(SETS))
    assert not list(study.announcements.messages)

    await study.restart()
    await olga.click(seen, "Undo")
    assert "**Undo version 2?**" in seen.text
    await olga.click(seen, "Undo")
    assert "**Version 3 is in force**" in seen.text
    assert "1 of 35" in (await ana.slash("milestone list")).text
    assert await exported(ana, dm=True) == SHIPPED


async def test_p1_the_same_file_changes_nothing(study: Study) -> None:
    seen = await bring(study.organiser, SHIPPED)
    assert "**Nothing to change**" in seen.text
    assert seen.buttons == []


async def test_cancel_leaves_the_plan_and_nothing_to_confirm(study: Study) -> None:
    olga = study.organiser
    seen = await bring(olga, example_text())
    confirm = custom_ids(seen, "plan:confirm")[0]
    await olga.click(seen, "Cancel")
    assert "The plan stays as it is." in seen.text
    again = await olga.click(seen, custom_id=confirm, forge=True)
    assert "not waiting any more" in again.text
    assert await exported(olga) == SHIPPED


async def test_a_wholly_other_plan_is_previewed_inside_the_limits(study: Study) -> None:
    """The example of another field: what does not fit the panel is in a file."""
    olga, ana = study.organiser, await study.person("Ana")
    seen = await bring(olga, example_text())
    assert "**Removed** · 63" in seen.text
    assert "… and " in seen.text
    whole = await olga.click(seen, "Whole list")
    text = whole.files[0].data.decode()
    assert all(m.title in text for m in shipped().milestones)
    await olga.click(seen, "Confirm")
    assert "*A first marathon*: 3 blocks, 10 milestones" in seen.text
    assert "A habit of easy running" in (await ana.slash("plan show", block="1")).text
    assert "0 of 10" in (await ana.slash("milestone list")).text
    assert "Rest, and plan" in (await ana.slash("today")).text


def line_of(text: str) -> int:
    """Where it first stands in the shipped plan."""
    return SHIPPED[: SHIPPED.index(text)].count("\n") + 1


FAULTS: dict[str, tuple[str | bytes, str]] = {
    "cycle": (
        small_plan(milestone_text("one", needs=["two"]), milestone_text("two", needs=["one"])),
        "line 23, blocks\\[1\\].components\\[1\\].milestones\\[1\\].needs: 'one' needs itself",
    ),
    "duplicates": (
        small_plan(milestone_text("one"), milestone_text("one")),
        "line 25, blocks\\[1\\].components\\[1\\].milestones\\[2\\].id: 'one' is used twice",
    ),
    "many": (small_plan(*(milestone_text(f"m{i}") for i in range(9_000))), "at most 25 entries"),
    "types": (
        SHIPPED.replace("hours = [10, 16]", 'hours = "ten"'),
        f"line {line_of('hours = [10, 16]')}, blocks",
    ),
    "markup": (small_plan().replace("[plan]", f'[plan]\n"{EVIL}" = 1'), "this key is not known"),
    "control": (small_plan(milestone_text("a\x00")), "not valid TOML"),
    "reordering": (small_plan().replace("A plan for", "\u202eA plan"), "U+202E"),
    "reserved": (small_plan(milestone_text("own-1")), "kept for milestones that members add"),
    "long line": ("x = '" + "é" * 4000 + "'", "at most 4000 characters"),
    "not UTF-8": (b"# fine\n# \xff\n", "line 2: the file is not UTF-8"),
    "not TOML": ("x = \n", "line 1, x: this is not valid TOML"),
    "empty": ("", "the file is empty"),
    "zip": (b"PK\x03\x04\x00\xff", "a zip archive"),
    "2 MiB": (b"#" * (2 << 20), "larger than 1 MiB, so it is no plan"),
}


async def test_every_fault_is_answered_with_line_and_key_and_nothing_changes(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    olga = study.organiser
    for name, (source, says) in FAULTS.items():
        seen = await bring(olga, source)
        assert says in seen.text, (name, seen.text)
        assert "othing changed" in seen.text, name
        assert "@everyone" not in seen.text, name
        assert "\u202e" not in seen.text, name
        assert seen.buttons == [], name
    assert await exported(olga) == SHIPPED
    assert "Versions of the plan** · 1" in (await olga.slash("plan versions")).text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_long_list_of_problems_is_cut_and_whole_in_a_file(study: Study) -> None:
    seen = await bring(study.organiser, SHIPPED.replace("hours = [", "hours = [1, "))
    assert "… and 21 more; the file has them all." in seen.text
    assert len(seen.files[0].data.decode().splitlines()) == 41


async def test_a_milestones_other_date_is_shown_beside_the_old_one(study: Study) -> None:
    seen = await bring(study.organiser, SHIPPED.replace("week = 6", "week = 5"))
    assert "**Other dates** · 1" in seen.text
    assert "week 6 → week 5" in seen.text


async def test_two_organisers_the_second_is_told_and_loses_nothing(study: Study) -> None:
    olga, otto = study.organiser, await second_organiser(study)
    first, second = await bring(olga, retitled("Olga's")), await bring(otto, retitled("Otto's"))
    await olga.click(first, "Confirm")
    await otto.click(second, "Confirm")
    assert f"**Version 2 came meanwhile** by {olga.mention}" in second.text
    assert "Olga's → Otto's" in second.text
    await otto.click(second, "Confirm")
    assert "**Version 3 is in force**" in second.text
    seen = await olga.slash("plan versions")
    assert f"{otto.mention} · <t:" in seen.text
    assert f"{olga.mention} · <t:" in seen.text


async def test_only_organisers_change_a_plan_and_only_their_own_drafts(study: Study) -> None:
    olga, otto = study.organiser, await second_organiser(study)
    ana = await study.person("Ana")
    seen = await bring(olga, retitled("Sets"))
    confirm = custom_ids(seen, "plan:confirm")[0]
    answers = [
        await bring(ana, SHIPPED),
        await ana.slash("plan edit"),
        await ana.click(await ana.slash("plan show"), custom_id=confirm, forge=True),
        await ana.click(await ana.slash("plan show"), custom_id="plan:back:1", forge=True),
    ]
    assert all("This is for organisers" in answer.text for answer in answers)
    his = await otto.click(await otto.slash("plan show"), custom_id=confirm, forge=True)
    assert "not waiting any more" in his.text
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    elsewhere.create_text_channel("general")
    olga.join(
        elsewhere, roles=[elsewhere.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)]
    )
    await olga.click(await olga.slash("setup", guild=elsewhere), "Start")
    there = await olga.slash("plan show", guild=elsewhere)
    assert "not waiting" in (await olga.click(there, custom_id=confirm, forge=True)).text
    assert await exported(ana) == SHIPPED


async def test_versions_for_members_and_organisers_and_the_week_of_undo(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await olga.click(await bring(olga, retitled("Sets")), "Confirm")
    seen = await ana.slash("plan versions")
    assert "**2** · Intermediate" in seen.text
    assert olga.mention not in seen.text
    assert seen.buttons == ["Download", "Download"]
    old = await ana.click(seen, custom_id="plan:file:1")
    assert old.files[0].data.decode() == SHIPPED
    hers = await olga.slash("plan versions")
    assert "Undo the newest" in hers.buttons
    await study.clock.advance(timedelta(days=8))
    late = await olga.click(hers, "Undo the newest")
    assert "could be undone until Monday 9 March 2026" in late.text
    assert "Undo the newest" not in (await olga.slash("plan versions")).buttons


async def test_edit_by_form_goes_the_same_way(study: Study) -> None:
    olga = study.organiser
    panel = await olga.slash("plan edit", milestone=SETS)
    assert "-# 10–16 h\n-# Evidence for Theoretical knowledge" in panel.text
    form = await olga.click(panel, "Edit")
    assert form.modal
    assert form.modal.fields["Hours it takes"]["value"] == "10-16"
    seen = await olga.submit(form, {"Title": EVIL[:40], "Hours it takes": "3"})
    assert "**Renamed** · 1" in seen.text
    assert "@everyone" not in seen.text
    await olga.click(seen, "Confirm")
    text = await exported(olga)
    assert text == SHIPPED.replace(
        "Problem sets on matrix calculus and optimisation proofs", EVIL[:40].strip(), 1
    ).replace("[10, 16]", "[3, 3]", 1)
    listed = await olga.slash("plan edit")
    added = await olga.submit(
        await olga.click(listed, custom_id="plan:add:theory-math"),
        {
            "Title": "Brand new",
            "What to do, and when it is done": "Do it.",
            "Milestones to finish first": "mini project that applies\n\n",
        },
    )
    assert "**Added** · 1\n- Brand new" in added.text
    await olga.click(added, "Confirm")
    plan = load(await exported(olga))
    assert plan.blocks[0].components[0].milestones[-1].title == "Brand new"
    assert milestone_in(plan, "brand-new").needs == ("theory-mini-project",)


async def test_what_cannot_be_saved_gives_back_what_was_typed(study: Study) -> None:
    olga = study.organiser
    form = await olga.slash("plan edit", component="theory-math")
    typed = {"Title": "New", "What to do, and when it is done": "a text that took a while"}
    for field, value, says in (
        ("Hours it takes", "many", "Hours look like"),
        ("Due, counted from each member's start", "soon", "`week 6` or `month 3`"),
        ("Milestones to finish first", "no such thing", "no milestone “no such thing”"),
    ):
        seen = await olga.submit(form, {**typed, field: value})
        assert says in seen.text
        assert "a text that took a while" in seen.text


async def test_suggestions_and_pages_of_what_can_be_edited(study: Study) -> None:
    olga = study.organiser
    found = await olga.autocomplete("plan edit", "component", "optim")
    assert found[0] == ("Block 2 · Optimisation and tuning", "practice-tuning")
    found = await olga.autocomplete("plan edit", "milestone", "problem sets")
    assert found[0].value == SETS
    seen = await olga.slash("plan edit")
    await olga.click(seen, "›")
    assert "2/7" in seen.buttons
    assert "This works in the server" in (await olga.slash("plan edit", dm=True)).text


async def test_a_milestone_that_changed_its_id_is_pointed_out(study: Study) -> None:
    seen = await bring(
        study.organiser, SHIPPED.replace('id = "theory-reflection"', 'id = "theory-blog"')
    )
    assert "`theory-blog` instead of `theory-reflection`" in seen.text


async def test_every_page_of_a_block_with_papers_and_resources(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("plan show", block="practice")
    assert "**Papers**\n- [Are GNNs Worth the Effort" in seen.text
    assert "(<https://arxiv.org/abs/2505.17363>)" in seen.text
    assert "Resources" not in seen.text
    await study.restart()
    await ana.click(seen, "›")
    assert "**Resources**\n- [Deep Learning Specialization](<https" in seen.text
    assert seen.buttons == ["All blocks", "‹", "2/2", "›", "Block 3"]


@pytest.mark.parametrize("worker_kind", [Worker])
async def test_a_plan_file_is_read_in_a_process_that_can_be_ended(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that takes too long gets a kind answer, and nothing goes on reading it."""
    olga = study.organiser
    assert study.bot.worker.pid is None
    seen = await bring(olga, "plan = 1")
    assert "line 1, plan:" in seen.text, "its problems come back as they are"
    assert study.bot.worker.pid is not None
    monkeypatch.setattr(draft_views, "_READ_SECONDS", 0.0)
    seen = await bring(olga, without(SETS))
    assert "takes too long to read" in seen.text
    assert study.bot.worker.pid is None
    assert await exported(olga) == SHIPPED
