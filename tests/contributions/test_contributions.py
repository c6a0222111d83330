"""Contributions to open source: noted by link and state, listed, counted (C8)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.about_person import forget_person, records_of_person
from bot.contributions import queries, rules, service
from bot.contributions.values import Entry, Noted, State
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups import membership
from tests.live import Study, custom_ids, form_of
from tests.papers.group import ANA, BEN, GUILD, OTHER_GUILD, START, found_group, member
from tests.statements import statements

PULL = "https://example.org/pull/1"
sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def act(
    db: Database,
    user_id: int,
    use_case: Callable[..., Awaitable[Any]],
    *args: Any,
    guild_id: int = GUILD,
    **kwargs: Any,
) -> Any:
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=guild_id)
        return await use_case(session, caller, *args, **kwargs)


async def note(
    db: Database, user_id: int = ANA, link: str = PULL, state: State = State.OPEN, **more: Any
) -> Noted:
    entry = Entry(link, "Clearer errors", state, more.get("is_released", False))
    noted: Noted = await act(db, user_id, service.note, entry)
    return noted


async def test_c8_a_contribution_is_its_members_until_it_is_shown(db: Database) -> None:
    await found_group(db)
    await found_group(db, OTHER_GUILD, members=(ANA,))
    noted = (await note(db)).contribution
    for use_case, args in ((queries.own, ()), (service.delete, ()), (service.finish, ())):
        for user_id, guild_id in ((BEN, GUILD), (ANA, OTHER_GUILD)):
            with pytest.raises(NotFound):
                await act(db, user_id, use_case, noted.id, *args, guild_id=guild_id)
    with pytest.raises(NotFound):
        await act(db, BEN, service.change, noted.id, noted.entry)
    assert (await act(db, BEN, queries.listed, 0, mine=False)).found == ()
    shown = Entry(PULL, "Clearer errors", State.MERGED, True)
    await act(db, ANA, service.change, noted.id, shown)
    seen = await act(db, BEN, queries.listed, 0, mine=False)
    assert [(each.user_id, each.entry) for each in seen.found] == [(ANA, shown)]
    assert (seen.counts, seen.released, seen.mine_count) == ({State.MERGED: 1}, 1, 0)
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, ANA, now=START)
    assert (await act(db, BEN, queries.listed, 0, mine=False)).released == 0


async def test_c8_the_same_link_is_one_contribution(db: Database) -> None:
    await found_group(db)
    first = (await note(db)).contribution
    second = (await note(db, state=State.CLOSED)).contribution
    assert (first.id, second.entry.state) == (second.id, State.CLOSED)
    other = (await note(db, link=f"{PULL}0")).contribution
    with pytest.raises(UserError, match="has that link already"):
        await act(db, ANA, service.change, other.id, second.entry)
    await note(db, BEN)
    assert (await act(db, ANA, queries.listed, 0, mine=True)).counts == {
        State.CLOSED: 1,
        State.OPEN: 1,
    }


async def test_c8_a_merged_one_offers_the_milestone_and_never_finishes_it(db: Database) -> None:
    await found_group(db)
    assert (await note(db)).milestone is None
    merged = await note(db, state=State.MERGED)
    assert merged.milestone is not None
    assert merged.milestone.id == "projects-first-pr"
    for _ in range(2):
        done = await act(db, ANA, service.finish, merged.contribution.id)
        assert done.milestone is None
    assert (await note(db, link=f"{PULL}0", state=State.MERGED)).milestone is None


async def test_m1_forgetting_removes_contributions(db: Database) -> None:
    await found_group(db)
    await note(db)
    await note(db, BEN)
    async with db.begin() as session:
        stored = (await records_of_person(session, GUILD, ANA)).get("contributions")
        if stored is not None:
            assert [row["link"] for row in stored["contributions"]] == [PULL]
        await forget_person(session, GUILD, ANA)
    assert (await act(db, BEN, queries.listed, 0, mine=True)).mine_count == 1


async def test_the_list_costs_the_same_however_long_it_is(db: Database) -> None:
    await found_group(db)
    costs = []
    for _ in range(2):
        with statements(db) as seen:
            await act(db, ANA, queries.listed, 0, mine=True)
        costs.append(len(seen))
        for number in range(8):
            await note(db, link=f"{PULL}{number}")
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"link": " \u3164"}, "is what it is found by"),
        ({"link": "not a link"}, "not a link I can keep"),
        ({"about": "x" * 151}, "151 characters, and 150 fit"),
        ({"state": "rejected"}, "open, merged or closed"),
    ],
)
def test_c8_what_cannot_be_kept_comes_back(typed: dict[str, str], says: str) -> None:
    sound = {"link": PULL, "about": "", "state": "open"}
    with pytest.raises(UserError, match=says):
        rules.entry(**sound | typed, is_released=False)


@sqlite_only
async def test_c8_contributions_on_discord(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    listed = await ana.slash("project contributions")
    assert "◐ 0 open · ● 0 merged · ⊘ 0 closed" in listed.text
    form = form_of(await ana.click(listed, "Add"))
    assert list(form.fields) == [
        "Link to the pull request",
        "What it is about",
        "How it stands",
        "Who sees it",
    ]
    await study.restart()
    refused = await ana.submit(
        form,
        {"Link to the pull request": "pull 1", "What it is about": "**Bold** @everyone"},
    )
    again = form_of(await ana.click(refused, "Try again"))
    assert again.fields["What it is about"]["value"] == "**Bold** @everyone"
    noted = await ana.submit(
        again,
        {
            "Link to the pull request": "https://example.org/pull/(1)[2]",
            "How it stands": "merged",
            "Who sees it": "group",
        },
    )
    assert "Does that finish *First merged pull request*?" in noted.text
    assert "https://example.org/pull/%281%29%5B2%5D" in noted.text
    (pressed,) = custom_ids(noted, "contribution:finish:")
    done = await ana.click(noted, "Finish it")
    assert "the milestone is finished" in done.text
    refused = await ben.click(await ben.slash("help"), custom_id=pressed, forge=True)
    assert "do not find that contribution" in refused.text
    theirs = await ben.click(await ben.slash("project contributions"), "The group's · 1")
    assert "● 1 merged" in theirs.text
    assert f"<@{ana.id}>" in theirs.text
    assert "@everyone" not in theirs.text
    assert "Change" not in theirs.buttons
    gone = await ana.click(await ana.click(done, "Delete"), "Delete")
    assert "None yet" in gone.text
