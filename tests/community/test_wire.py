"""Conference deadlines over the wire: added, aimed for, changed, removed (C6)."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.community.queries import watched
from bot.community.service import add
from sandbox import ActingUser, Permissions, Seen
from tests.groups.person import Person
from tests.live import Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

NASTY = "@everyone <@&1> **x** [y](https://evil.example) \u202eשלום"
# 15 April 2026, 23:59 anywhere on earth.
AOE = int(datetime(2026, 4, 16, 11, 59, tzinfo=UTC).timestamp())


async def watches(study: Study, user: ActingUser) -> list[str]:
    async with study.db.read() as session:
        found = await watched(session, study.guild.id, user.id, now=study.clock.now())
    return [each.name for each in found]


async def test_c6_a_deadline_from_the_form_to_its_end(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """Added by form, aimed for by another, changed by its adder, removed by an organiser."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    anas = await ana.slash("conference list")
    assert anas.ephemeral
    assert "None ahead yet. *Add* takes" in anas.text
    form = await ana.click(anas, "Add")
    await ana.submit(
        form,
        {"Which one?": NASTY, "Deadline": "2026-04-15 23:59 AoE", "Link": "https://neurips.cc/a"},
    )
    assert "The group sees it, and you watch it." in anas.text
    assert f"<t:{AOE}:F> · <t:{AOE}:R>\n-# Wednesday 15 April 2026, 23:59 AoE" in anas.text
    assert "[neurips.cc](<https://neurips.cc/a>)" in anas.text
    for bad in ("@everyone", "\u202e", "<@&1>"):
        assert bad not in anas.text.replace("\\<", "")

    bens = await ben.slash("conference list")
    assert "1 ahead, you watch 0" in bens.text
    await ben.click(bens, "Watch")
    assert "1 ahead, you watch 1" in bens.text
    assert "you watch it" in bens.text
    await ben.choose(bens, "1", custom_id="conference:open")
    assert bens.buttons == ["Unwatch", "All"]
    for act in ("change", "remove", "remove-sure"):
        refused = await ben.click(bens, custom_id=f"conference:{act}:1", forge=True)
        assert f"<@{ana.id}> added that one" in refused.text

    await study.restart()
    form = await ana.click(anas, "Change")
    assert form.modal is not None
    assert form.modal.fields["Deadline"]["value"] == "2026-04-15 23:59 AoE"
    await ana.submit(form, {"Deadline": "2026-04-16 17:00 UTC", "Link": ""})
    assert "for everybody" in anas.text
    assert "Thursday 16 April 2026, 17:00 UTC" in anas.text
    assert "neurips.cc" not in anas.text

    olga = study.organiser
    await olga.slash("join")
    olgas = await olga.slash("conference list")
    await olga.choose(olgas, "1", custom_id="conference:open")
    await olga.click(olgas, "Remove")
    assert "lists of those who watch it" in olgas.text
    await olga.click(olgas, "Keep")
    assert len(await watches(study, ben)) == 1
    await olga.click(await olga.click(olgas, "Remove"), "Remove")
    assert "Removed: " in olgas.text
    assert await watches(study, ben) == []
    assert "may be over" in (await ben.click(bens, "Unwatch")).text
    await ben.click(bens, "All")
    assert "None ahead yet" in bens.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_c6_by_command_nothing_typed_is_lost(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for deadline, reason in (("soonish", "2027-01-15"), ("2026-02-28", "in the past")):
        refused = await ana.slash("conference add", name="My ICML", deadline=deadline)
        assert reason in refused.text
        assert f"You wrote:\n>>> My ICML\n\n{deadline}" in refused.text.replace("\\", "")
    refused = await ana.slash("conference add", name="ICML", deadline="friday", link="ftp://x")
    assert "ftp://x" in refused.text.replace("\\", "")
    assert await watches(study, ana) == []
    await ana.slash("conference add", name="ICML", deadline="2026-04-15")
    again = await ben.slash("conference add", name="icml", deadline="15 April")
    assert "The group has *ICML* already. You watch it." in again.text
    other = await ben.slash("conference add", name="icml", deadline="16 April")
    assert "already, with another date" in other.text
    assert "16 April" in other.text
    sam = await study.person("Sam", joined=False)
    assert "</join:" in (await sam.slash("conference list")).text


async def test_c6_a_long_list_pages_and_commands_complete(study: Study) -> None:
    ana = await study.person("Ana")
    person = Person(study.db, ana.id, study.guild.id, study.clock.now(), lock=False)
    for n in range(1, 11):
        day = study.clock.now().date() + timedelta(days=n)
        await person.act(add, name=f"Conference {n}", deadline=f"{day}")
    seen = await ana.slash("conference list")
    assert seen.buttons == [*["Unwatch"] * 8, "‹", "1/2", "›", "Add"]
    await ana.click(seen, "›")
    await ana.click(seen, custom_id="conference:unwatch:10:list:1")
    assert seen.buttons == ["Unwatch", "Watch", "‹", "2/2", "›", "Add"]
    assert "10 ahead, you watch 9" in seen.text
    # Pressed twice, as an old panel can be: it stays so.
    await ana.click(seen, custom_id="conference:unwatch:10:list:1", forge=True)
    assert len(await watches(study, ana)) == 9

    offered = await ana.autocomplete("conference watch", "conference", "conference 1")
    assert [each.value for each in offered[:2]] == ["1", "10"]
    assert offered[0].name.startswith("watched · Conference 1 · Tuesday 3 March 2026, 23:59 AoE")
    toggled = await ana.slash("conference watch", conference="10", dm=True)
    assert "You watch *Conference 10* now." in toggled.text
    await ana.click(toggled, "Unwatch")
    assert toggled.buttons == ["Watch", "Change", "Remove", "All"]
    again = await ana.slash("conference watch", conference="conference 9")
    assert "You no longer watch *Conference 9*." in again.text
    assert len(await watches(study, ana)) == 8

    await study.clock.move_to(study.clock.now() + timedelta(days=3))
    # The second's date is over here, but not everywhere.
    later = await ana.slash("conference list")
    assert "9 ahead, you watch 7" in later.text
    assert "**Conference 1**" not in later.text
    over = await ana.click(later, custom_id="conference:watch:1:list:0", forge=True)
    assert "may be over" in over.text
    assert "Conference 1" not in await watches(study, ana)
    # The next edition is anybody's to add; whoever aimed for the last one is asked anew.
    ben = await study.person("Ben")
    await ben.slash("conference add", name="Conference 1", deadline="2027-03-01")
    assert await watches(study, ben) == ["Conference 1"]
    assert "Conference 1" not in await watches(study, ana)


async def test_c6_another_groups_conferences_are_out_of_reach(study: Study) -> None:
    """A forged id of another server's conference shows, watches and changes nothing."""
    ana = await study.person("Ana")
    await ana.slash("conference add", name="Ours alone", deadline="2026-04-15")
    eve = study.sandbox.user("Eve")
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    elsewhere.create_text_channel("general")
    eve.join(
        elsewhere, roles=[elsewhere.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)]
    )
    await eve.click(await eve.slash("setup"), "Start")
    await eve.slash("join")
    panel = await eve.slash("conference list")
    assert "None ahead yet" in panel.text
    for custom_id in (
        *(f"conference:{act}:1" for act in ("show", "change", "remove", "remove-sure")),
        "conference:watch:1:list:0",
        "conference:watch:1:own:0",
    ):
        answer = await eve.click(panel, custom_id=custom_id, forge=True)
        assert "I do not find that conference here" in answer.text, custom_id
    answer = await eve.choose(panel, ["1"], custom_id="conference:open", forge=True)
    assert "I do not find" in answer.text
    form = await eve.click(panel, "Add")
    answer = await eve.submit(
        form,
        {"Which one?": "x", "Deadline": "2026-05-01"},
        custom_id="conference:change:1",
        forge=True,
    )
    assert "I do not find" in answer.text
    assert await eve.autocomplete("conference watch", "conference", "Ours") == []
    assert await watches(study, eve) == []
    assert await watches(study, ana) == ["Ours alone"]


async def test_c6_where_one_went_is_noted_counted_and_removed(study: Study) -> None:
    """C6, P11: by command, in direct messages too; the plan's two a year, one press each."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    empty = await ana.slash("conference attended")
    assert "Nothing noted yet" in empty.text
    assert "*Two conferences or meetups a year*: 0 of 2 in 2026" in empty.text
    refused = await ana.slash("conference attended", name="ICML", date="tomorrow")
    assert "still to come" in refused.text
    nameless = await ana.slash("conference attended", date="last friday")
    assert "needs a name" in nameless.text
    assert "last friday" in nameless.text
    seen = await ana.slash("conference attended", name=NASTY, date="yesterday", dm=True)
    assert "Sunday 1 March 2026" in seen.text
    for bad in ("@everyone", "\u202e", "<@&1>"):
        assert bad not in seen.text.replace("\\<", "")
    counted = await ana.click(seen, "Count it")
    assert "● Counted." in counted.text
    assert "1 of 2 in 2026" in counted.text
    assert "It counts in your plan" in (await confirmed(ana, counted, "Remove")).text
    other = await ana.slash("conference attended", name="Paper night", kind="meetup")
    assert other.ephemeral
    listed = await ana.click(other, "All")
    assert "2 this year" in listed.text
    assert "○ **Paper night** · meetup" in listed.text
    forged = "conference:went-drop-sure:2"
    bens = await ben.slash("conference attended")
    assert "do not find that one" in (await ben.click(bens, custom_id=forged, forge=True)).text
    opened = await ana.click(listed, "Open")
    gone = await confirmed(ana, opened, "Remove")
    assert gone.text.startswith("Removed.")
    assert "1 this year" in gone.text
    assert "Nothing noted yet" in (await ben.slash("conference attended")).text
    shown = await ana.slash("milestone show", milestone="community-conferences")
    assert "1 of 2 in 2026" in shown.text
    assert "Sunday 1 March 2026" in shown.text, "which one it was"


async def confirmed(who: ActingUser, seen: Seen, label: str) -> Seen:
    """Press it, and once more where that is asked."""
    return await who.click(await who.click(seen, label), label)
