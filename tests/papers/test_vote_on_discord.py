"""Votes by ranking and by scores over the wire, how a group votes, the result with its files."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.errors import WorkerError
from sandbox import ActingUser, Seen
from sandbox.rules import component_tree
from sandbox.world.model import Message
from tests.live import Study, form_of
from tests.papers.test_wire import CLOSES, OPENS, THREE, opened, posts, sqlite_only
from tests.statements import statements

KEYS = ["2603.00001", "2603.00002", "2603.00003"]


async def how_we_vote(study: Study, method: str, totals: str = "hidden") -> Seen:
    """Let the organiser choose, as they would by *How we vote*."""
    picks = await study.organiser.slash("paper picks")
    form = form_of(await study.organiser.click(picks, "How we vote"))
    preview = await study.organiser.submit(form, {"method": method, "totals": totals})
    return await study.organiser.click(preview, "Change it")


async def ranked(who: ActingUser, seen: Seen, *keys: str) -> Seen:
    for key in keys:
        seen = await who.choose(seen, [key])
    return seen


def files(message: Message) -> dict[str, bytes]:
    return {file.filename: bytes(file.data) for file in message.attachments}


def menus(seen: Seen) -> list[dict[str, Any]]:
    return list(component_tree.selects(seen.components))


async def test_a7_a8_u9_a_ranking_on_a_phone_and_its_result(study: Study) -> None:
    """One press for each place; it survives a restart, and is checked after the close."""
    ana, ben, cara = [await study.person(name) for name in ("Ana", "Ben", "Cara")]
    changed = await how_we_vote(study, "runoff")
    assert "From the next shortlist on: **Instant runoff**, totals hidden" in changed.text
    panel = await opened(study, *THREE)

    mine = await ana.click(panel, "Vote")
    assert mine.ephemeral
    assert "Nothing ranked yet." in mine.text
    assert "Your 1st choice" in menus(mine)[0]["placeholder"]
    mine = await ranked(ana, mine, KEYS[2])
    assert mine.updated
    assert "Counted as it stands: you rank 1 of" in mine.text
    assert re.search(r"1st · \d\. Third", mine.text)
    code = re.search(r"code is `([A-Z]{4}-[A-Z]{4})`", mine.text)
    assert code is not None
    await study.restart()
    again = await ana.click(panel, "Vote")
    assert "Your 2nd choice" in menus(again)[0]["placeholder"]
    again = await ranked(ana, again, KEYS[1])
    assert re.search(r"1st · \d\. Third\n2nd · \d\. Second", again.text)
    assert code[1] in again.text, "it is the same ballot"
    over = await ana.click(again, "Start over")
    assert "Nothing ranked yet." in over.text
    done = await ranked(ana, over, KEYS[1], KEYS[2])
    code = re.search(r"`([A-Z]{4}-[A-Z]{4})`", done.text)
    assert code is not None
    await ranked(ben, await ben.slash("paper vote"), KEYS[1])
    await ranked(cara, await cara.slash("paper vote"), KEYS[0])

    await study.clock.move_to(CLOSES)
    result = posts(study)[-1]
    assert "The group picked: Second" in result.text
    assert "2 of 3 ballots in round 1" in result.text
    assert "Among equals the paper lower on the shortlist leaves first." in result.text
    assert "Check my ballot" in result.buttons
    attached = files(result)
    assert attached["tally.png"].startswith(b"\x89PNG")
    (name,) = (each for each in attached if each.endswith(".md"))
    told = attached[name].decode()
    assert code[1] in told
    assert len(re.findall(r"(?m)^- [A-Z]{4}-[A-Z]{4}$", told)) == 3

    details = await ben.click(result, "How it went")
    assert details.ephemeral
    assert bytes(details.files[0].data) == attached[name], "the same file as all have seen"
    mine = await ana.click(result, "Check my ballot")
    assert mine.ephemeral
    assert f"Your ballot `{code[1]}` was counted as:\n1st" in mine.text
    dora = await study.person("Dora")
    assert "You had cast no ballot" in (await dora.click(result, "Check my ballot")).text
    for seen in (result.text, details.text, told):
        assert not re.search("Ana|Ben|Cara", seen)


@sqlite_only
async def test_a7_a8_scores_by_selects_with_forged_ones_refused(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await how_we_vote(study, "star")
    panel = await opened(study, *THREE)
    mine = await ana.click(panel, "Vote")
    selects = {each["custom_id"].rpartition(":")[2]: each["custom_id"] for each in menus(mine)}
    assert set(KEYS) <= set(selects)
    mine = await ana.choose(mine, ["5"], custom_id=selects[KEYS[0]])
    mine = await ana.choose(mine, ["2"], custom_id=selects[KEYS[1]])
    assert "you score 2 of" in mine.text
    for forged in (["6"], ["-1"], ["²"], ["a"], []):
        refused = await ana.choose(mine, forged, custom_id=selects[KEYS[2]], forge=True)
        assert "score" in refused.text
    other = selects[KEYS[0]].replace(KEYS[0], "2603.99999")
    refused = await ana.choose(mine, ["5"], custom_id=other, forge=True)
    assert "not on this shortlist" in refused.text
    other = menus(mine)[0]["custom_id"].replace("score", "ballot").rpartition(":")[0]
    refused = await ana.choose(mine, [KEYS[0]], custom_id=other, forge=True)
    assert "This vote goes another way" in refused.text
    stranger = await study.person("Sam", joined=False)
    refused = await stranger.click(panel, "Vote")
    assert "join" in refused.text
    bens = await ben.click(panel, "Vote")
    await ben.choose(bens, ["4"], custom_id=selects[KEYS[1]])
    await study.clock.move_to(CLOSES)
    late = await ben.choose(bens, ["5"], custom_id=selects[KEYS[0]])
    assert "This vote closed" in late.text
    result = posts(study)[-1]
    assert "The group picked: Second" in result.text
    assert "**6** · " in result.text
    assert "Highest totals: 6 and 5 points. The last two are even, 1 to 1 ballots" in result.text
    assert "the higher total decided" in result.text


@sqlite_only
async def test_how_we_vote_is_for_organisers_shown_before_it_is_changed_and_for_rounds_to_come(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    panel = await opened(study, *THREE)
    assert "How we vote" not in (await ana.slash("paper picks")).buttons
    picks = await study.organiser.slash("paper picks")
    form = form_of(await study.organiser.click(picks, "How we vote"))
    same = await study.organiser.submit(form, {"method": "approval", "totals": "hidden"})
    assert "That is how it is already" in same.text
    form = form_of(await study.organiser.click(same, "Choose again"))
    preview = await study.organiser.submit(form, {"method": "star", "totals": "shown"})
    assert "Now: **Approval**, totals hidden until the close." in preview.text
    assert "From the next shortlist on: **STAR**, totals shown from 5 ballots on." in preview.text
    assert "They are made anew once 5 ballots are new or changed" in preview.text
    assert "beside earlier totals it can tell what the last few said" in preview.text
    assert "The vote that is open goes on as it began." in preview.text
    assert "Papers to discuss" in menus(await ana.click(panel, "Vote"))[0]["placeholder"]
    refused = await ana.click(panel, custom_id="paper:set-how:star:1", forge=True)
    assert "Manage Server" in refused.text
    changed = await study.organiser.click(preview, "Change it")
    assert "**STAR**" in changed.text
    assert "Papers to discuss" in menus(await ana.click(panel, "Vote"))[0]["placeholder"]


@sqlite_only
async def test_totals_that_are_shown_stand_in_picks_by_place_without_names(study: Study) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben", "Cara", "Dev", "Eli")]
    await how_we_vote(study, "approval", "shown")
    panel = await opened(study, *THREE)
    assert "Totals show in" in panel.text
    for who in people:
        seen = await people[0].slash("paper picks")
        assert "so far, by place" not in seen.text
        await who.choose(await who.slash("paper vote"), [KEYS[0]])
    seen = await people[0].slash("paper picks")
    assert "Approvals so far, by place on the list: " in seen.text
    assert re.search(r"\*\*\d\.\*\* 5", seen.text)
    assert "5 ballots so far" in seen.text
    assert "so far, by" not in posts(study)[-1].text, "nobody sees the message change as one votes"
    assert "Ana" not in seen.text


@sqlite_only
async def test_a_tally_that_cannot_be_drawn_stands_in_words(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await study.person("Ana")
    await opened(study, *THREE)
    await ana.choose(await ana.slash("paper vote"), [KEYS[0]])

    async def broken(*_args: object, **_options: object) -> bytes:
        raise WorkerError("its process died")

    monkeypatch.setattr(study.bot.worker, "run", broken)
    await study.clock.move_to(CLOSES)
    result = posts(study)[-1]
    assert "The group picked: First" in result.text
    assert [name[-3:] for name in files(result)] == [".md"]


@sqlite_only
async def test_a_press_on_a_ranking_takes_nine_statements_at_most(study: Study) -> None:
    ana = await study.person("Ana")
    await how_we_vote(study, "runoff")
    panel = await opened(study, *THREE)
    mine = await ana.click(panel, "Vote")
    await study.bot.jobs.stop()
    with statements(study.db) as seen:
        await ana.choose(mine, [KEYS[0]])
    assert len(seen) <= 9
    assert study.clock.now() >= OPENS
