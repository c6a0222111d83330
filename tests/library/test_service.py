"""Suggestions, reports and replacements on both databases (C9)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.about_person import forget_person, records_of_person
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups import membership
from bot.groups.models import SettingChangeRow
from bot.inputs.links import address_key
from bot.library import queries, service
from bot.library.models import ReportRow, SuggesterRow, SuggestionRow
from bot.library.rules import KEY, links_in
from bot.library.values import Decision, Desk, Library, Suggestion
from cogs.library.member_rows import today_rows
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, NOW, act, caller_of, make_groups

LINK = "https://owl.example/course"


@pytest.fixture
async def db(composed_db: Database) -> Database:
    return await make_groups(composed_db, None)


async def suggest(db: Database, url: str = LINK, user_id: int = ANA, **changed: Any) -> Suggestion:
    typed = {"kind": "course", "title": "Owls", "text": "Good", "url": url, "block": "theory"}
    found: Suggestion = await act(db, service.suggest, user_id=user_id, **(typed | changed))
    return found


async def organise(
    db: Database, use_case: Any, *about: Any, guild_id: int = GUILD, later: int = 0, **more: Any
) -> Any:
    async with db.begin() as session:
        caller = groups.organiser(guild_id, now=NOW + timedelta(days=later))
        return await use_case(session, caller, *about, **more)


async def library(db: Database, guild_id: int = GUILD) -> Library:
    async with db.read() as session:
        return await queries.library_here(session, guild_id)


async def added(db: Database, guild_id: int = GUILD) -> list[str]:
    return [each.title for each in (await library(db, guild_id)).entries if each.added]


async def log(db: Database) -> list[tuple[str, str | None, str | None]]:
    async with db.read() as session:
        rows = await session.scalars(select(SettingChangeRow).order_by(SettingChangeRow.id))
        return [(row.setting, row.old, row.new) for row in rows if "library" in row.setting]


async def test_c9_an_organiser_decides_and_the_first_decision_stands(db: Database) -> None:
    waits = await suggest(db)
    assert waits.decision is Decision.WAITING
    assert await added(db) == []
    desk: Desk = await organise(db, queries.desk)
    assert [each.id for each in desk.suggestions] == [waits.id]
    for decision in (Decision.ACCEPTED, Decision.DECLINED):
        found = await organise(db, service.decide, waits.id, decision)
        assert found.decision is Decision.ACCEPTED
    assert await added(db) == ["Owls"]
    assert await added(db, ELSEWHERE) == []
    assert await log(db) == [("library", None, "owl.example")], "one line, and no words of theirs"
    with pytest.raises(NotFound):
        await organise(db, service.decide, waits.id, Decision.DECLINED, guild_id=ELSEWHERE)
    await organise(db, service.replace, address_key(LINK), url="https://owl.example/new")
    await organise(db, service.remove, waits.id)
    assert await added(db) == []
    assert (await library(db)).replaced == {}, "nor what stood in its place"
    assert (await log(db))[-1] == ("library", "owl.example", None)
    left_out = await suggest(db)
    await organise(db, service.decide, left_out.id, Decision.DECLINED)
    await organise(db, service.remove, left_out.id)
    found = await organise(db, queries.suggestion, left_out.id)
    assert found.decision is Decision.DECLINED, "only what the library has is removed"


async def test_c9_the_same_link_is_suggested_once_and_anew_after_it_was_left_out(
    db: Database,
) -> None:
    first = await suggest(db)
    again = await suggest(db, "http://www.owl.example/course/#top", user_id=BEN, title="Mine")
    assert (again.id, again.user_id) == (first.id, ANA)
    await organise(db, service.decide, first.id, Decision.DECLINED)
    assert await log(db) == [("library", "suggestion", "left out")]
    anew = await suggest(db, user_id=BEN)
    assert (anew.decision, anew.user_id) == (Decision.WAITING, BEN)
    await organise(db, service.decide, anew.id, Decision.ACCEPTED)
    with pytest.raises(UserError, match="has that link already"):
        await suggest(db)
    of_plan = next(each.url for each in (await library(db)).entries if each.url)
    with pytest.raises(UserError, match="has that link already"):
        await suggest(db, of_plan)


async def test_c9_two_who_suggest_the_same_at_once_make_one(db: Database) -> None:
    """So do two organisers who replace one link: both are heard, one after the other."""
    found = await asyncio.gather(*(suggest(db, user_id=each) for each in (ANA, BEN, ANA, BEN)))
    assert len({each.id for each in found}) == 1
    await organise(db, service.decide, found[0].id, Decision.ACCEPTED)
    urls = [f"https://owl.example/{number}" for number in range(3)]
    done = await asyncio.gather(
        *(organise(db, service.replace, address_key(LINK), url=each) for each in urls),
        return_exceptions=True,
    )
    assert all(each is None or isinstance(each, NotFound) for each in done)
    assert sum(each in urls for each in links_in(await library(db)).values()) == 1


async def test_c9_one_members_suggestions_do_not_flood(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_WAITING", 1)
    monkeypatch.setattr(service, "MAX_ACCEPTED", 1)
    first = await suggest(db)
    with pytest.raises(UserError, match="wait for an organiser"):
        await suggest(db, "https://owl.example/2")
    second = await suggest(db, "https://owl.example/3", user_id=BEN)
    await organise(db, service.decide, first.id, Decision.ACCEPTED)
    with pytest.raises(UserError, match="more do not fit"):
        await organise(db, service.decide, second.id, Decision.ACCEPTED)
    left_out = await organise(db, service.decide, second.id, Decision.DECLINED)
    assert left_out.decision is Decision.DECLINED, "that takes no room"


async def test_c9_reports_merge_and_a_replacement_ends_them(db: Database) -> None:
    entry = next(each for each in (await library(db)).entries if each.url)
    assert entry.url is not None
    key = address_key(entry.url)
    for user_id, proposed in ((ANA, ""), (BEN, "owl.example/new"), (BEN, "owl.example/newer")):
        await act(db, service.report, key[:KEY], user_id=user_id, proposed=proposed)
    (report,) = (await organise(db, queries.desk)).reports
    assert (report.members, report.title) == (2, entry.title)
    assert report.proposed == ("https://owl.example/newer",)
    assert (await organise(db, queries.desk, guild_id=ELSEWHERE)).reports == ()
    await organise(db, service.replace, key[:KEY], url="owl.example/newer")
    assert (await organise(db, queries.desk)).reports == ()
    now = next(each for each in (await library(db)).entries if each.key == entry.key)
    assert now.url == "https://owl.example/newer"
    with pytest.raises(UserError, match="has that link already"):
        await suggest(db, entry.url)
    assert next(iter(await log(db)))[0] == "library_link"
    # What replaced it dies too, is called dead, and the plan's own comes back.
    newer = address_key("https://owl.example/newer")[:KEY]
    await act(db, service.report, newer, proposed="")
    await organise(db, service.end_reports, newer)
    assert (await organise(db, queries.desk)).reports == ()
    await organise(db, service.replace, newer, url="")
    assert key not in await _shown(db)
    with pytest.raises(UserError, match="knows that this link is dead"):
        await act(db, service.report, key[:KEY], proposed="")
    await organise(db, service.replace, key[:KEY], url=entry.url)
    assert key in await _shown(db)
    assert (await library(db)).replaced == {}


async def test_c9_another_spelling_of_an_address_is_another_link(db: Database) -> None:
    """What moved to https, or lost its www, has one key with what it was."""
    url = next(each.url for each in (await library(db)).entries if each.url)
    other = url.replace("https://", "http://www.").replace("www.www.", "www.")
    key = address_key(url)
    assert address_key(other) == key
    await act(db, service.report, key, proposed="")
    await organise(db, service.replace, key, url=other)
    assert links_in(await library(db))[key] == other
    assert (await organise(db, queries.desk)).reports == ()
    await organise(db, service.replace, key, url=url)
    assert (await library(db)).replaced == {}


async def test_c9_what_moved_to_one_address_moves_on_together(db: Database) -> None:
    keys = list(links_in(await library(db)))[:2]
    for url in ("https://owl.example/both", "https://owl.example/newer"):
        for key in keys if url.endswith("both") else [address_key("https://owl.example/both")]:
            await organise(db, service.replace, key, url=url)
        assert (await library(db)).replaced == dict.fromkeys(keys, url)


async def test_c9_a_report_of_what_the_library_has_no_more_waits_for_nobody(db: Database) -> None:
    waits = await suggest(db)
    await organise(db, service.decide, waits.id, Decision.ACCEPTED)
    await act(db, service.report, address_key(LINK)[:KEY], proposed="")
    assert len((await organise(db, queries.desk)).reports) == 1
    await organise(db, service.remove, waits.id)
    assert (await organise(db, queries.desk)).reports == ()


async def _shown(db: Database) -> set[str]:
    return {address_key(each.url) for each in (await library(db)).entries if each.url}


async def test_c9_the_member_hears_what_became_of_it_for_a_week(db: Database) -> None:
    waits = await suggest(db)
    await organise(db, service.decide, waits.id, Decision.ACCEPTED, later=1)
    async with db.read() as session:
        member = await groups.get_member(session, GUILD, ANA)
        day = timedelta(days=1)
        (word,) = await queries.words_for(session, member, NOW + 2 * day)
        assert word.day == (NOW + day).date()
        ((_, key),) = await queries.to_tell(session, member, set(), NOW + 2 * day)
        elsewhere = replace(key, due=key.due + day)
        for sent in (key, elsewhere):  # said where the member lived before, it is said
            assert await queries.to_tell(session, member, {sent}, NOW + 2 * day) == []
        assert await queries.words_for(session, member, NOW + 9 * day) == []
        for user_id, told in ((ANA, [key]), (BEN, [])):
            caller = await caller_of(session, user_id=user_id)
            again = await queries.told_before(session, caller, [key])
            assert [each for _word, each in again] == told
        ben = await groups.get_member(session, GUILD, BEN)
        assert await queries.words_for(session, ben, NOW + 2 * day) == []


async def test_c9_today_names_what_became_of_the_last_three(db: Database) -> None:
    for number in range(4):
        waits = await suggest(db, f"https://owl.example/{number}", title=f"Owls {number}")
        await organise(db, service.decide, waits.id, Decision.ACCEPTED)
    async with db.begin() as session:
        (text,) = await today_rows(session, await caller_of(session))
    assert [f"*Owls {number}*" in str(text) for number in range(4)] == [False, True, True, True]


async def test_m1_d1_what_a_member_suggested_and_reported(db: Database) -> None:
    kept, waits, declined = [
        await suggest(db, f"https://owl.example/{number}") for number in range(3)
    ]
    await organise(db, service.decide, kept.id, Decision.ACCEPTED)
    await organise(db, service.decide, declined.id, Decision.DECLINED)
    entry = next(each for each in (await library(db)).entries if each.url)
    await act(db, service.report, address_key(entry.url or "")[:KEY], proposed="")
    async with db.begin() as session:
        found = (await records_of_person(session, GUILD, ANA))["library"]
        assert {name: len(rows) for name, rows in found.items()} == {
            "library_suggestions": 3,
            "library_suggesters": 3,
            "library_reports": 1,
        }
        await forget_person(session, GUILD, ANA)
        ids = await session.scalars(select(SuggestionRow.id))
        assert list(ids) == [kept.id]
        assert (await session.scalars(select(SuggesterRow))).all() == []
        assert (await session.scalars(select(ReportRow))).all() == []
    assert waits.id != kept.id
    assert await added(db) == ["Owls"]


async def test_m2_who_left_is_named_and_counted_nowhere(db: Database) -> None:
    await suggest(db, user_id=BEN)
    entry = next(each for each in (await library(db)).entries if each.url)
    await act(db, service.report, address_key(entry.url or "")[:KEY], user_id=BEN, proposed="")
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, BEN, now=NOW)
    desk = await organise(db, queries.desk)
    assert desk == Desk((), ())
    anew = await suggest(db)
    assert anew.user_id == ANA, "another one may suggest it meanwhile"


async def test_a_suggestion_that_was_left_out_is_forgotten_after_90_days(db: Database) -> None:
    waits = await suggest(db)
    await organise(db, service.decide, waits.id, Decision.DECLINED)
    kept = await suggest(db, "https://owl.example/kept")
    await organise(db, service.decide, kept.id, Decision.ACCEPTED)
    for days, left in ((89, 2), (91, 1)):
        async with db.begin() as session:
            await service.forget_declined(session, NOW + timedelta(days=days))
            assert len((await session.scalars(select(SuggestionRow))).all()) == left


async def test_no_other_group_sees_or_decides(db: Database) -> None:
    waits = await suggest(db)
    async with db.read() as session:
        with pytest.raises(NotFound):
            await queries.suggestion(
                session, await caller_of(session, guild_id=ELSEWHERE), waits.id
            )
    assert (await organise(db, queries.desk, guild_id=ELSEWHERE)).suggestions == ()
