"""The reproduction log over the wire: noted by form, shown or not, changed, deleted (U15)."""

from __future__ import annotations

import pytest

from tests.live import Study, custom_ids, form_of
from tests.readings.week import NASTY, chosen

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

TRIED = {
    "What you tried": "Table 2",
    "Repository": "https://github.com/ana/try",
    "What came of it": "Partly",
    "Note": "Only with their seed",
}


async def test_u15_an_attempt_from_the_papers_page_to_the_group(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await chosen(study, ana)
    never = await ben.slash("paper reproductions", outcome="never tried")
    assert "○ **First**" in never.text
    page = await ana.slash("paper show", paper="First")
    form = await ana.click(page, "Log attempt")
    noted = await ana.submit(form, TRIED)
    assert noted.ephemeral
    assert "Partly reproduced" in noted.text
    assert "Only you see this" in noted.text
    assert "Partly reproduced" not in (await ben.slash("paper show", paper="First")).text
    assert "yours, only you see it" in (await ana.slash("paper show", paper="First")).text
    again = await ana.click(noted, "Change")
    assert form_of(again).fields["What you tried"]["value"] == "Table 2"
    shown = await ana.submit(again, {"Who sees it": "The group, with my name"})
    assert "The group sees it with your name" in shown.text
    theirs = await ben.slash("paper reproductions", outcome="partly reproduced")
    assert f"<@{ana.id}>" in theirs.text
    assert "Table 2 · [github.com](<https://github.com/ana/try>)" in theirs.text
    assert (
        "No paper stands there now"
        in (await ben.slash("paper reproductions", outcome="failed")).text
    )
    found = await ben.slash("paper search", words="seed")
    assert "First" in found.text
    assert "◐ Partly reproduced" in found.text
    everything = await ben.choose(theirs, ["all"])
    assert everything.updated
    assert "1 paper: ● 0 reproduced · ◐ 1 partly reproduced" in everything.text
    mine = await ana.click(await ana.slash("paper reproductions"), "Mine · 1")
    asked = await ana.click(shown, "Delete")
    assert "Delete this attempt?" in asked.text
    gone = await ana.click(asked, "Delete")
    assert "Deleted" in gone.text
    assert "None yet" in (await ana.click(gone, "Mine")).text
    assert "among yours" in (await ana.click(mine, "Change")).text
    assert f"<@{ana.id}>" not in (await ben.slash("paper reproductions")).text


async def test_u15_the_group_reads_all_of_an_attempt_that_was_shown_and_nothing_of_others(
    study: Study,
) -> None:
    """The form says that the note goes with the attempt, also to the group."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await chosen(study, ana)
    page = await ana.slash("paper show", paper="2603.00001")
    assert "Attempts" not in page.buttons
    shown = {**TRIED, "Who sees it": "The group, with my name"}
    for number in range(5):
        note = (f"{number}: *seed* " + "@everyone " * 100)[:1000]
        await ana.submit(await ana.click(page, "Log attempt"), {**shown, "Note": note})
    await ana.submit(await ana.click(page, "Log attempt"), {**TRIED, "Note": "Mine alone"})
    seen = await ben.click(await ben.slash("paper show", paper="2603.00001"), "Attempts")
    assert seen.ephemeral
    assert "**Attempts** · 5 attempts" in seen.text
    read = seen.text
    (pages,) = [int(each[2:]) for each in seen.buttons if each.startswith("1/")]
    for _ in range(1, pages):
        seen = await ben.click(seen, "›")
        assert seen.updated
        read += seen.text
    for number in range(5):
        assert f"{number}: \\*seed\\*" in read
    assert "@everyone" not in read
    assert "Mine alone" not in read
    hers = await ana.click(await ana.slash("paper show", paper="2603.00001"), "Attempts")
    assert "yours, only you see it" in hers.text
    assert "Mine alone" in hers.text


async def test_u15_what_was_typed_comes_back_and_a_form_that_is_sent_twice_notes_once(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    await chosen(study, ana)
    page = await ana.slash("paper show", paper="2603.00001")
    form = await ana.click(page, "Log attempt")
    refused = await ana.submit(form, {**TRIED, "Repository": "not a link at all"})
    assert "not a link I can keep" in refused.text
    assert "Only with their seed" in refused.text
    again = await ana.click(refused, "Try again")
    await ana.submit(again, {**TRIED, "What you tried": NASTY})
    assert "saved" in (await ana.submit(again, TRIED)).text
    log = await ana.slash("paper reproductions")
    assert "Mine · 1" in log.buttons
    own = await ana.click(log, "Mine · 1")
    assert "\\*Loud\\*" in own.text


async def test_forged_ids_of_others_and_of_nothing_are_answered(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await chosen(study, ana)
    page = await ana.slash("paper show", paper="2603.00001")
    noted = await ana.submit(await ana.click(page, "Log attempt"), TRIED)
    (mine,) = custom_ids(noted, "reproduction:delete:")
    log = await ben.slash("paper reproductions")
    for forged in (mine, mine.replace("delete", "delete-sure"), mine.replace("delete", "edit")):
        assert "among yours" in (await ben.click(log, custom_id=forged, forge=True)).text
    for forged in ("reproduction:log:2603.99999", "reproduction:log:%"):
        assert "one of your shortlists" in (await ben.click(log, custom_id=forged, forge=True)).text
    assert "no such choice" in (await ben.choose(log, ["'; --"], forge=True)).text
    assert (
        "no such choice"
        in (await ben.click(log, custom_id="reproduction:group:x:0", forge=True)).text
    )
    beyond = await ben.click(log, custom_id=f"reproduction:group:all:{2**60}", forge=True)
    assert "**First**" in beyond.text
