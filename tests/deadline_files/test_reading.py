"""A file is read again each day (C6): a site on loopback, a clock that is set, both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select

from bot.community.queries import coming
from bot.community.service import toggle
from bot.db import Base, Database
from bot.deadline_files import ingest, queries, service
from bot.deadline_files.audited import DEADLINE_FILE
from bot.deadline_files.models import DeadlineFileRow
from bot.deadline_files.values import FileKind, MovedDeadline
from bot.errors import NotFound, NotSetUp, UserError
from bot.groups.models import GroupRow, SettingChangeRow
from bot.inputs.links import address_key
from tests.community.circle import ANA, BEN, ELSEWHERE, GUILD, NOW, person
from tests.deadline_files.pages import as_json
from tests.deadline_files.readings import DAY, YAML, Group, as_yaml, dated, one, sec
from tests.groups import acting as groups
from tests.news.site import Site
from tests.statements import statements

TABLES = ("deadline_files", "deadline_file_entries", "deadline_file_conferences")


async def test_c6_what_is_chosen_is_the_group_s_and_watched_by_nobody(group: Group) -> None:
    opened = await group.take(dated(10))
    assert list(await group.listed()) == ["Owls 2027"]
    found = (await person(group.db, ANA).read(coming))[0]
    assert (found.added_by, found.watched, found.changeable) == (None, False, False)
    assert [each.followed for each in await group.files()] == [1]
    assert opened.file.is_kept


async def test_c6_a_move_counts_after_two_equal_readings_a_day_apart(group: Group) -> None:
    await group.take(dated(10))
    await group.reads(dated(20))
    assert await group.day() == 10
    assert (await group.files())[0].waiting == 1
    await group.reads()
    assert await group.day() == 20
    assert (await group.files())[0].waiting == 0


async def test_c6_flapping_back_and_forth_moves_nothing_and_says_nothing(group: Group) -> None:
    await group.take(dated(10))
    await person(group.db, BEN).act(toggle, "Owls 2027")
    for day in (20, 10, 21, 10, 20, 10):
        await group.reads(dated(day))
    assert await group.day() == 10
    assert await moved(group, BEN) == []


async def test_c6_unchanged_by_etag_is_an_equal_reading(group: Group) -> None:
    await group.take(dated(10), ETag='"1"')
    group.site.serve("/a", dated(20), YAML, ETag='"2"')
    await group.reads()
    assert await group.day() == 10
    await group.reads()
    assert await group.day() == 20
    sent = [each.headers.get("If-None-Match") for each in group.site.asked]
    assert sent == [None, '"1"', '"2"']


async def test_c6_it_is_asked_once_a_day_for_all_groups_that_named_it(
    group: Group, site: Site
) -> None:
    other = Group(group.db, group.clock, site, ELSEWHERE)
    await group.take(dated(10))
    await group.clock.move_to(NOW + DAY / 2)
    await other.take(dated(10))
    before = len(site.asked)
    site.serve("/a", dated(20), YAML)
    for number, day in enumerate((10, 20, 20), 1):
        for _ in range(24):
            await group.reads(days=1 / 24)
        assert len(site.asked) - before == number
        assert (await group.day(), await other.day()) == (day, day)
    await other.source.close()


async def test_c6_what_was_changed_by_hand_wins_over_the_file(group: Group) -> None:
    await group.take(dated(10))
    await group.by_hand("2027-02-15 12:00 UTC")
    for _ in range(3):
        await group.reads(dated(20))
    assert await group.day() == 15
    assert [(each.by_hand, each.waiting) for each in await group.files()] == [(1, 0)]


async def test_c6_choosing_it_again_follows_the_file_again(group: Group) -> None:
    opened = await group.take(dated(10))
    await group.by_hand("2027-02-15 12:00 UTC")
    assert (await group.choose(opened)).changed == ("Owls 2027",)
    assert await group.day() == 10
    for _ in range(2):
        await group.reads(dated(20))
    assert await group.day() == 20


async def test_c6_what_vanishes_stays_and_organisers_hear_of_it_once(group: Group) -> None:
    both = as_yaml(sec("Owls", 2027, "2027-02-10"), sec("Bats", 2027, "2027-03-10"))
    opened = await group.take(both)
    await group.take(dated(10, name="Cats"), "/b")
    await group.see(opened)
    group.site.serve("/b", one("TBD", "Cats"), YAML)
    for number in range(4):
        await group.reads(one("2027-03-10", "Bats"))
        names = [each.gone for each in await group.notices()]
        assert names == ([] if number == 0 else [("Owls 2027",), ("Cats 2027",)])
    assert set(await group.listed()) == {"Owls 2027", "Bats 2027", "Cats 2027"}
    assert (await group.see(opened)).file.gone == ("Owls 2027",)
    assert [each.gone for each in await group.notices()] == [("Cats 2027",)]
    await group.reads(both)
    assert (await group.files())[0].gone == ()
    for _ in range(2):
        await group.reads(one("2027-03-10", "Bats"))
    assert len(await group.notices()) == 2, "it was there again in between"
    await group.see(opened)
    await group.take(both)
    assert (await group.files())[0].gone == ()
    for _ in range(2):
        await group.reads(one("2027-03-10", "Bats"))
    assert len(await group.notices()) == 2, "it was chosen anew in between"


@pytest.mark.parametrize("said", ["2026-11-20 12:00 UTC", "2026-11-26 12:00 UTC"])
async def test_c6_a_date_that_is_over_moves_nothing_and_organisers_hear_of_it(
    group: Group, said: str
) -> None:
    """Over when it is read first, or by the time when a second reading agrees."""
    await group.take(dated(10))
    for _ in range(3):
        await group.reads(one(said))
    assert await group.day() == 10
    assert [each.gone for each in await group.notices()] == [("Owls 2027",)]
    assert (await group.files())[0].waiting == 0


async def test_c6_a_file_that_loses_all_for_one_reading_tells_nobody(group: Group) -> None:
    await group.take(dated(10))
    await group.reads(one("TBD"))
    await group.reads(as_json(sec("Owls", 2027, "2027-02-10 12:00", timezone="UTC")))
    await group.reads()
    assert await group.notices() == []
    assert await group.day() == 10
    assert [each.kind for each in await group.files()] == [FileKind.JSON]


@pytest.mark.parametrize(
    ("later", "days", "gone"),
    [
        ((10, 20, 25), (10, 20), 0),
        ((5, 10, 20), (10, 20), 0),
        ((20, 25), (10, 20), 1),
        ((20, 10), (10, 20), 0),
        ((10, 22), (10, 22), 0),
        ((10,), (10, 20), 1),
        ((12, 22), (12, 22), 0),
    ],
)
async def test_c6_rounds_of_one_name_are_not_taken_for_one_another(
    group: Group, later: tuple[int, ...], days: tuple[int, int], gone: int
) -> None:
    await group.take(dated(10, 20))
    for _ in range(3):
        await group.reads(dated(*later))
    found = [await group.day(f"Owls 2027 ({number} of 2)") for number in (1, 2)]
    assert tuple(found) == days
    assert sum(len(each.gone) for each in await group.notices()) == gone


async def test_c6_what_nobody_took_anything_from_goes_after_a_day(group: Group, site: Site) -> None:
    kept = await group.take(dated(11, name="Bats"), "/b")
    site.serve("/a", dated(10), YAML)
    await group.clock.move_to(NOW + DAY / 2)
    opened = await group.look()
    await group.reads(days=1 / 2)
    assert [each.id for each in await group.files()] == [kept.file.id]
    assert (await group.see(opened)).ahead, "half a day is no day"
    await group.reads(days=1 / 2)
    assert site.times("/a") == 1
    async with group.db.begin() as session:
        await service.switch_off(session, group.caller, kept.file.id)
    with pytest.raises(NotFound):
        await group.choose(opened)
    assert await counts(group.db) == [0, 0, 0]


async def test_c6_of_files_that_were_only_looked_at_the_last_ten_are_kept(group: Group) -> None:
    kept = await group.take(dated(10), "/b")
    found = await group.source.read(group.site.url("/b"))
    assert found is not None
    for number in range(service.MAX_FILES + 2):
        async with group.db.begin() as session:
            opened = await service.look(session, group.caller, f"https://{number}.example", found)
    assert await counts(group.db) == [11, 11, 1]
    assert (await group.choose(opened)).there == ("Owls 2027",)
    assert (await group.see(kept)).file.is_kept
    async with group.db.read() as session:
        urls = [*await session.scalars(select(DeadlineFileRow.url).order_by(DeadlineFileRow.id))]
    assert urls[1:3] == ["https://2.example", "https://3.example"]


async def test_c6_switched_off_it_is_asked_no_more_and_what_was_taken_stays(
    group: Group, site: Site
) -> None:
    opened = await group.take(dated(10))
    async with group.db.begin() as session:
        assert await service.switch_off(session, group.caller, opened.file.id) == []
        assert await service.switch_off(session, group.caller, opened.file.id) == []
    before = len(site.asked)
    for _ in range(2):
        await group.reads(dated(20))
    assert len(site.asked) == before
    assert await group.day() == 10
    assert await counts(group.db) == [0, 0, 0]
    looked_at = await group.look()
    async with group.db.begin() as session:
        await service.switch_off(session, group.caller, looked_at.file.id)
        logged = await session.execute(
            select(SettingChangeRow.old, SettingChangeRow.new)
            .where(SettingChangeRow.setting == DEADLINE_FILE.name)
            .order_by(SettingChangeRow.id)
        )
    assert logged.all() == [(None, "127.0.0.1"), ("127.0.0.1", None)], "that was no setting"


async def test_c6_another_group_s_file_is_not_there(group: Group, site: Site) -> None:
    opened = await group.take(dated(10))
    other = Group(group.db, group.clock, site, ELSEWHERE)
    assert await other.files() == []
    with pytest.raises(NotFound):
        await other.choose(opened)
    async with group.db.begin() as session:
        with pytest.raises(NotFound):
            await service.see(session, other.caller, opened.file.id)
        with pytest.raises(NotFound):
            await service.answer(
                session, other.caller, opened.file.id, name="Bats", deadline="2027-02-10", link=""
            )
        await service.switch_off(session, other.caller, opened.file.id)
    assert len(await group.files()) == 1
    assert await other.listed() == {}
    await other.source.close()


async def test_c6_two_files_that_name_one_conference_are_told_apart(group: Group) -> None:
    """The list has what was chosen last, and that file alone moves it."""
    group.site.serve("/a", dated(10), YAML)
    group.site.serve("/b", dated(20), YAML)
    first, second = await group.look("/a"), await group.look("/b")
    assert (await group.choose(first)).added == ("Owls 2027",)
    assert await group.day() == 10
    assert (await group.choose(second)).changed == ("Owls 2027",)
    for _ in range(2):
        group.site.serve("/b", dated(21), YAML)
        await group.reads(dated(12))
    assert await group.day() == 21
    assert [each.followed for each in await group.files()] == [0, 1]


async def test_c6_a_group_that_is_deleted_takes_its_files_with_it(group: Group) -> None:
    await group.take(dated(10))
    assert await counts(group.db) == [1, 1, 1]
    async with group.db.begin() as session:
        due = await ingest.claim(session, NOW + DAY)
        assert due is not None
        await session.execute(delete(GroupRow).where(GroupRow.guild_id == GUILD))
    async with group.db.begin() as session:
        await ingest.took(session, *due.files[0], None, NOW + DAY, until=due.until)
    assert await counts(group.db) == [0, 0, 0]


async def test_c6_the_group_s_limits_hold_and_what_fits_is_taken(group: Group) -> None:
    body = as_yaml(*(sec(f"C{number:03}", 2027, "2027-02-10") for number in range(105)))
    group.site.serve("/a", body, YAML)
    done = await group.choose(await group.look())
    assert (len(done.added), len(done.left_out)) == (100, 5)
    assert "no more fit" in done.left_out[0][1]
    assert len(await group.listed()) == 100


async def test_c6_what_finds_no_room_leaves_the_edition_that_is_over(group: Group) -> None:
    await group.by_hand("2026-11-26 12:00 UTC")
    await group.clock.move_to(NOW + 3 * DAY)
    full = as_yaml(*(sec(f"C{number:03}", 2027, "2027-02-10") for number in range(100)))
    await group.take(full)
    group.site.serve("/b", dated(10), YAML)
    done = await group.choose(await group.look("/b"))
    assert [name for name, _why in done.left_out] == ["Owls 2027"]
    assert (await group.listed())["Owls 2027"].month == 11


async def test_c6_ten_files_fit(group: Group, site: Site) -> None:
    async with group.db.begin() as session:
        for number in range(service.MAX_FILES):
            made = {"guild_id": GUILD, "kind": "yaml", "kept_at": NOW, "read_at": NOW}
            made |= {"next_read_at": NOW + DAY, "over": 0, "undated": 0}
            url = f"https://{number}.example"
            session.add(DeadlineFileRow(key=address_key(url), url=url, **made))
    async with group.db.read() as session:
        with pytest.raises(NotSetUp):
            await service.wanted(session, groups.organiser(GUILD + 5, now=NOW), "owl.example/a")
        assert await service.wanted(session, group.caller, "http://www.9.example/") is not None
        with pytest.raises(UserError, match="10 files") as refused:
            await service.wanted(session, group.caller, "owl.example/a.ics")
        assert refused.value.typed == "owl.example/a.ics"
    site.serve("/a", dated(10), YAML)
    opened = await group.look()
    with pytest.raises(UserError, match="10 files"):
        await group.choose(opened)
    assert await group.listed() == {}


async def test_c6_the_statements_do_not_depend_on_how_many_files_there_are(group: Group) -> None:
    async def cost() -> int:
        with statements(group.db) as asked:
            await group.files()
        return len(asked)

    await group.take(dated(10))
    one = await cost()
    await group.take(dated(11, name="Bats"), "/b")
    await group.take(dated(12, name="Cats"), "/c")
    assert [each.followed for each in await group.files()] == [1, 1, 1]
    assert await cost() == one


async def test_c6_whoever_watches_is_told_of_a_settled_move_for_a_while(group: Group) -> None:
    await group.take(dated(10))
    await person(group.db, BEN).act(toggle, "Owls 2027")
    for _ in range(2):
        await group.reads(dated(20))
    ((told),) = await moved(group, BEN)
    assert (told.was.day, told.at.day, told.number) == (10, 20, 1)
    assert await moved(group, ANA) == []
    await group.by_hand("2027-02-21 12:00 UTC")
    assert await moved(group, BEN) == [], "somebody said so to the group"
    await group.by_hand("2027-02-20 12:00 UTC")
    assert len(await moved(group, BEN)) == 1
    await group.clock.move_to(group.clock.now() + 15 * DAY)
    assert await moved(group, BEN) == []


async def test_c6_what_was_over_before_it_was_chosen_is_left_out(group: Group) -> None:
    group.site.serve("/a", one("2026-11-26 12:00", timezone="UTC"), YAML)
    opened = await group.look()
    await group.clock.move_to(NOW + 2 * DAY)
    ((name, why),) = (await group.choose(opened)).left_out
    assert (name, why[:21]) == ("Owls 2027", "Its deadline is over:")
    assert await group.files() == []
    assert await group.listed() == {}


async def test_c6_a_deadline_on_its_last_day_can_still_be_extended(group: Group) -> None:
    await group.take(one("2026-11-26 12:00", timezone="UTC"))
    await group.reads(one("2026-12-10 12:00", timezone="UTC"), days=1)
    await group.reads(days=1)
    assert (await group.listed())["Owls 2027"].month == 12


async def test_c6_a_named_conference_that_was_typed_already_is_not_doubled(group: Group) -> None:
    await group.by_hand("2027-02-10 12:00 UTC", link="https://owl.example/")
    group.site.serve("/a", dated(10), YAML)
    opened = await group.look()
    assert [each.standing.value for each in opened.ahead] == ["same"]
    assert (await group.choose(opened)).there == ("Owls 2027",)
    (found,) = await person(group.db, ANA).read(coming)
    assert (found.name, found.link) == ("Owls 2027", "https://owl.example/")
    for _ in range(2):
        await group.reads(dated(20))
    assert await group.day() == 20


async def counts(db: Database) -> list[int | None]:
    async with db.read() as session:
        return [
            await session.scalar(select(func.count()).select_from(Base.metadata.tables[name]))
            for name in TABLES
        ]


async def moved(group: Group, user_id: int) -> list[MovedDeadline]:
    async with group.db.read() as session:
        return await queries.moved(session, GUILD, user_id, now=group.clock.now())
