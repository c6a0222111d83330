"""Interests on both databases, by pure rules, and over the wire."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.db import Database
from bot.errors import UserError
from bot.groups.models import MemberRow
from bot.interests import service as interests
from bot.interests.rules import MOST, read_interests, together
from bot.interests.values import InterestKind, MyInterests, SharedInterest
from bot.ranking import Candidate, Interests, Request, plain
from tests.live import Study
from tests.papers.group import ANA, BEN, CARA, GUILD, OPENS, START, found_group, member

WORD, AUTHOR, CATEGORY = InterestKind


def read(*, words: str = "", authors: str = "", categories: str = "") -> list[tuple[str, str]]:
    found = read_interests(words=words, authors=authors, categories=categories, is_left_out=False)
    return [(each.kind.value, each.value) for each in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("quantisation", ["quantisation"]),
        ("Quantisation, QUANTISATION; quantisation\n", ["Quantisation"]),
        (" graph  neural\tnetworks \n\n,; , pruning", ["graph neural networks", "pruning"]),
        ("Schrödinger bridges, schrodinger BRIDGES", ["Schrödinger bridges"]),
        ("C, C++, C#", ["C", "C++", "C#"]),
        ("PAC\u2011learning, pac learning", ["PAC\u2011learning"]),
        ("扩散模型、对比学习", ["扩散模型", "对比学习"]),
        ("zero\u200bwidth", ["zerowidth"]),
    ],
)
def test_a6_words_are_read_as_people_type_them_and_each_once(typed: str, found: list[str]) -> None:
    assert read(words=typed) == [("word", each) for each in found]


def test_a6_the_three_fields_are_kinds_of_their_own() -> None:
    assert read(words="Vision", authors="Fei-Fei Li; Fei\u2010Fei LI", categories="CS.cv") == [
        ("word", "Vision"),
        ("author", "Fei-Fei Li"),
        ("category", "cs.CV"),
    ]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "nothing to look for yet"),
        ({"words": " ,;\n\u200b"}, "nothing to look for yet"),
        ({"words": "fine, ***"}, "neither a letter nor a digit"),
        ({"words": "x" * 51}, "50 characters fit"),
        ({"authors": "\ufdfa" * 50}, "50 characters fit"),
        ({"categories": "cs.XX"}, "arXiv has no category `cs.XX`"),
        ({"categories": "cs.LX"}, "`cs.LG`"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_kindly(fields: dict[str, str], says: str) -> None:
    with pytest.raises(UserError, match="(?s)" + says.replace(".", r"\.")):
        read(**fields)


@pytest.mark.parametrize(
    ("followers", "leavers", "members", "side"),
    [
        (1, 0, 9, "words"),
        (2, 2, 4, "words"),
        (1, 2, 4, "lowered_words"),
        (1, 8, 9, "lowered_words"),
        (0, 1, 3, "lowered_words"),
        (0, 1, 2, "excluded_words"),
        (0, 2, 4, "excluded_words"),
        (0, 1, 1, "excluded_words"),
    ],
)
def test_a6_one_member_lowers_and_only_half_of_the_group_drops(
    followers: int, leavers: int, members: int, side: str
) -> None:
    taken = together([SharedInterest(WORD, "agents", followers, leavers)], members)
    assert taken == replace(Interests(), **{side: ("agents",)})


def test_a6_what_is_left_out_lowers_a_paper_by_word_author_or_category() -> None:
    def paper(key: str, title: str, author: str, category: str) -> Candidate:
        return Candidate(key, title, "", (author,), (category,), new_in=("cs.LG",))

    week = (
        paper("1", "Surveys of pruning", "Ada Lovelace", "cs.LG"),
        paper("2", "Kernels", "Zoé Hopper", "cs.LG"),
        paper("3", "Diffusion bridges", "Ada Lovelace", "cs.CV"),
        paper("4", "Calibration", "Ada Lovelace", "cs.LG"),
    )
    for lowered, key in (
        (Interests(lowered_words=("survey",)), "1"),
        (Interests(lowered_authors=("Zoe Hopper",)), "2"),
        (Interests(lowered_categories=("cs.CV",)), "3"),
    ):
        request = Request(START.date(), week, interests=lowered, floor=-9)
        assert [each.key for each in plain(request).ordered][-1] == key


async def add(db: Database, user_id: int, *, words: str, out: bool = False) -> MyInterests:
    async with db.begin() as session:
        caller = await member(session, user_id)
        return await interests.add(session, caller, words=words, is_left_out=out)


async def test_a6_a_member_adds_turns_around_and_removes(db: Database) -> None:
    await found_group(db)
    first = await add(db, ANA, words="Pruning, agents")
    assert (first.added, first.known) == (("Pruning", "agents"), ())
    again = await add(db, ANA, words="PRUNING, kernels")
    assert (again.added, again.known) == (("kernels",), ("PRUNING",))
    turned = await add(db, ANA, words="Agents", out=True)
    assert turned.added == ("Agents",)
    assert [(each.value, each.is_left_out) for each in turned.interests] == [
        ("kernels", False),
        ("Pruning", False),
        ("Agents", True),
    ]
    async with db.begin() as session:
        caller = await member(session, ANA)
        left = await interests.remove(session, caller, WORD, "pruning")
        assert [each.value for each in left.interests] == ["kernels", "Agents"]
        assert (await interests.remove(session, caller, AUTHOR, "kernels")).interests == (
            left.interests
        )
        assert (await interests.mine(session, await member(session, BEN))).interests == ()


async def test_a_member_has_so_many_interests_and_no_more(db: Database) -> None:
    await found_group(db)
    await add(db, ANA, words=",".join(f"word {number}" for number in range(MOST - 1)))
    with pytest.raises(UserError, match="you have 39, and these are 2 more"):
        await add(db, ANA, words="one, two")
    kept = await add(db, ANA, words="one, word 1")
    assert len(kept.interests) == MOST
    assert (await add(db, ANA, words="word 2", out=True)).added == ("word 2",)


async def test_a6_of_a_thousand_words_a_group_looks_for_the_four_hundred_most_named(
    db: Database,
) -> None:
    """More would take a ranking too long."""
    members = range(1, 13)
    await found_group(db, members=members)
    for member_id in members:
        async with db.begin() as session:
            caller = await member(session, member_id)
            own = ", ".join(f"word{member_id}x{number}" for number in range(39))
            await interests.add(session, caller, words=f"{own}, shared")
    async with db.read() as session:
        found = await interests.of_group(session, GUILD)
    assert len(found.words) == 400
    assert found.words[0] == "shared"


async def test_a6_the_group_is_of_those_who_are_here(db: Database) -> None:
    await found_group(db)
    for who, words in ((ANA, "pruning"), (BEN, "Pruning, kernels"), (CARA, "gone")):
        await add(db, who, words=words)
    await add(db, ANA, words="agents", out=True)
    async with db.begin() as session:
        await session.execute(
            update(MemberRow).where(MemberRow.user_id == CARA).values(gone_since=OPENS)
        )
    async with db.read() as session:
        found = await interests.of_group(session, GUILD)
        assert await interests.of_group(session, GUILD + 1) == Interests()
    assert [word.casefold() for word in found.words] == ["pruning", "kernels"]
    # Of the two who are here, one is half.
    assert (found.excluded_words, found.lowered_words) == (("agents",), ())


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a6_interests_by_form_in_the_server_and_in_direct_messages(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("paper interests")
    assert seen.ephemeral
    assert "None yet. Name words" in seen.text
    assert "Only you see this. The shortlist uses everybody's together." in seen.text
    form = await ana.click(seen, "Add")
    given = {"Words or topics": "*pruning*, agents", "arXiv categories": "cs.cv"}
    added = await ana.submit(form, given)
    assert added.updated
    assert "Added: \\*pruning\\*, agents, cs.CV." in added.text
    assert "● **cs.CV** · Computer Vision and Pattern Recognition" in added.text
    await study.restart()
    wrong = await ana.submit(await ana.click(added, "Add"), {"arXiv categories": "cs.LX"})
    assert "arXiv has no category" in wrong.text
    fewer = {"Authors": "Ada Lovelace", "What should the shortlist do with these?": "fewer"}
    private = await ana.slash("paper interests", dm=True)
    left_out = await ana.submit(await ana.click(private, "Add"), fewer)
    assert "⊘ **Ada Lovelace** · author · left out" in left_out.text
    fewer_left = await ana.click(left_out, custom_id="paper:drop:word:agents:0")
    assert "agents" not in fewer_left.text
    assert "· 3 of 40" in fewer_left.text
