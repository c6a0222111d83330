"""Contributions to open source: noted by link and state, listed, counted (C8)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.about_person import forget_person, records_of_person
from bot.contributions import queries, rules, service
from bot.contributions.models import ContributionRow
from bot.contributions.values import Entry, Noted, State
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.export import restore
from bot.export.file_reading import Archive
from bot.groups import membership
from bot.milestones import service as milestones
from bot.milestones.queries import my_board
from bot.plans import service as plans
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of
from tests.papers.group import ANA, BEN, GUILD, OTHER_GUILD, START, found_group, member
from tests.plans.strategies import small_plan
from tests.statements import statements

PULL = "https://example.org/pull/1"
sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
def db(composed_db: Database) -> Database:
    """The tables of all features are declared."""
    return composed_db


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
    for link in (PULL, "http://www.example.org/pull/1/#discussion"):
        again = await note(db, link=link, state=State.CLOSED)
        second = again.contribution
        assert again.was_there
        assert (first.id, second.entry.state) == (second.id, State.CLOSED)
    other = (await note(db, link=f"{PULL}0")).contribution
    with pytest.raises(UserError, match="has that link already"):
        await act(db, ANA, service.change, other.id, second.entry)
    assert not (await note(db, BEN)).was_there
    assert (await act(db, ANA, queries.listed, 0, mine=True)).counts == {
        State.CLOSED: 1,
        State.OPEN: 1,
    }


async def test_c8_a_merged_one_offers_the_milestone_and_never_finishes_it(db: Database) -> None:
    await found_group(db)
    assert (await note(db)).milestone is None
    merged = await note(db, state=State.MERGED)
    assert merged.milestone is not None
    other = await note(db, link=f"{PULL}0", state=State.MERGED)
    listed = await act(db, ANA, queries.listed, 0, mine=True)
    assert listed.milestone == merged.milestone, "the first of them, in the list too"
    assert (await act(db, ANA, queries.listed, 0, mine=False)).milestone is None
    for each in (merged, merged, other):
        done = await act(db, ANA, service.finish, each.contribution.id)
        assert done.milestone is None
    async with db.read() as session:
        board = await my_board(session, await member(session, ANA))
    assert board.find("projects-first-pr").link == PULL, "the one that finished it"
    assert (await act(db, ANA, queries.listed, 0, mine=True)).milestone is None
    assert (await note(db, link=f"{PULL}0", state=State.MERGED)).milestone is None


async def test_c8_what_finishes_nothing_says_so(db: Database) -> None:
    """A press from before: it is not merged any more, the milestone is skipped, or gone."""
    await found_group(db)
    noted = (await note(db, state=State.MERGED)).contribution
    closed = (await note(db, BEN, state=State.CLOSED)).contribution
    with pytest.raises(UserError, match="not merged"):
        await act(db, BEN, service.finish, closed.id)
    await act(db, ANA, milestones.skip, "projects-first-pr")
    with pytest.raises(UserError, match="Nothing is open"):
        await act(db, ANA, service.finish, noted.id)
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(), now=START)
    assert (await act(db, ANA, queries.own, noted.id)).milestone is None
    with pytest.raises(UserError, match="Nothing is open"):
        await act(db, ANA, service.finish, noted.id)


async def test_c8_lists_page_the_newest_first_and_end_at_what_fits(db: Database) -> None:
    """Whatever page is asked for; nobody's of another group, nobody's who left."""
    await found_group(db)
    await found_group(db, OTHER_GUILD, members=(ANA,))
    elsewhere = Entry(PULL, "", State.MERGED, True)
    await act(db, ANA, service.note, elsewhere, guild_id=OTHER_GUILD)
    await note(db, BEN, is_released=True)
    async with db.begin() as session:
        for number in range(rules.MOST):
            row = {"link": f"{PULL}{number:03}", "about": str(number), "state": State.OPEN}
            whose = {"guild_id": GUILD, "user_id": ANA, "is_released": number < 6}
            at = START + timedelta(minutes=number)
            session.add(ContributionRow(**row, **whose, noted_at=at))
    for page, shown, first in ((-1, 0, "299"), (1, 1, "293"), (10**9, 49, "5")):
        listed = await act(db, ANA, queries.listed, page, mine=True)
        assert (listed.page, listed.pages, listed.found[0].entry.about) == (shown, 50, first)
        assert listed.counts == {State.OPEN: rules.MOST}
        assert len(listed.found) == queries.A_PAGE
    with pytest.raises(UserError, match="all that fits"):
        await note(db)
    group = await act(db, BEN, queries.listed, 1, mine=False)
    assert (group.released, group.pages, len(group.found)) == (7, 2, 1)
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, ANA, now=START)
    group = await act(db, BEN, queries.listed, 0, mine=False)
    assert [each.user_id for each in group.found] == [BEN]


async def test_m1_d1_forgetting_removes_contributions_and_a_file_brings_them_back(
    db: Database,
) -> None:
    """For their member alone, whoever saw them before."""
    await found_group(db)
    await note(db, is_released=True)
    await note(db, BEN)
    async with db.begin() as session:
        stored = (await records_of_person(session, GUILD, ANA))["contributions"]
        assert [row["link"] for row in stored["contributions"]] == [PULL]
        await forget_person(session, GUILD, ANA)
        assert not (await records_of_person(session, GUILD, ANA))["contributions"]["contributions"]
        await groups.join(session, GUILD, ANA, now=START)
    assert (await act(db, BEN, queries.listed, 0, mine=True)).mine_count == 1
    tables = {name: [dict(row) for row in rows] for name, rows in stored.items()}
    file = Archive(1, GUILD, ANA, {"contributions": tables})
    assert (await act(db, ANA, restore.restore, file)).back == 1
    (back,) = (await act(db, ANA, queries.listed, 0, mine=True)).found
    assert (back.entry.link, back.entry.is_released) == (PULL, False)


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


def test_c8_what_a_contribution_is_about_is_one_visible_line() -> None:
    said = rules.entry(link=PULL, about=" Clear\u200ber\nerrors ", state="open", is_released=False)
    assert said.about == "Clearer errors"


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
    assert noted.text.startswith("Noted.")
    assert "merged · the group sees it" in noted.text
    assert "The group sees it with your name." in noted.text
    before = form_of(await ana.click(noted, "Change")).fields
    assert before["Link to the pull request"]["value"] == "https://example.org/pull/(1)[2]"
    states = before["How it stands"]["options"]
    assert [each["value"] for each in states if each.get("default")] == ["merged"]
    (pressed,) = custom_ids(noted, "contribution:finish:")
    listed = await ana.slash("project contributions")
    assert "Does your first merged one finish *First merged pull request*?" in listed.text
    done = await ana.click(listed, "Finish it")
    assert "the milestone is finished" in done.text
    refused = await ben.click(await ben.slash("help"), custom_id=pressed, forge=True)
    assert "do not find that contribution" in refused.text
    theirs = await ben.click(await ben.slash("project contributions"), "The group's · 1")
    assert "● 1 merged" in theirs.text
    assert f"<@{ana.id}>" in theirs.text
    assert "@everyone" not in theirs.text
    assert "Change" not in theirs.buttons
    form = form_of(await ana.click(await ana.slash("project contributions"), "Add"))
    same = await ana.submit(form, {"Link to the pull request": "example.org/pull/(1)[2]/"})
    assert "You had that one already" in same.text
    assert "only you see it" in same.text
    gone = await ana.click(await ana.click(same, "Delete"), "Delete")
    assert "None yet" in gone.text
