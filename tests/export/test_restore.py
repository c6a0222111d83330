"""What was taken along comes back, for its member alone; nothing else can come in (D1)."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from bot.db import Database
from bot.errors import UserError
from bot.export import file_reading, restore, service
from bot.export.archive import as_json
from bot.export.restore import Restoring
from bot.files import File, zipped
from bot.forgetting import service as forgetting
from bot.held import Back
from sandbox import ActingUser, Seen, Upload
from tests.forgetting.everything import (
    ANA,
    BEN,
    GUILD,
    NOW,
    OTHER,
    caller,
    data,
    make,
    stored,
    traces,
)
from tests.groups import acting as groups
from tests.live import Study, form_of

Whole = dict[str, Any]


async def taken(db: Database, user_id: int = ANA, guild_id: int = GUILD) -> Whole:
    """What `/export data` gives, as somebody reads it."""
    async with db.read() as session:
        found = await service.everything(session, guild_id, user_id, now=NOW)
    whole: Whole = json.loads(as_json(found))
    return whole


async def back(
    db: Database, whole: Whole, user_id: int = ANA, *, only_look: bool = False
) -> Restoring:
    """Restore it as a member."""
    content = json.dumps(whole).encode()
    archive = file_reading.read_archive(content, guild_id=GUILD, user_id=user_id)
    act = restore.look if only_look else restore.restore
    async with db.begin() as session:
        return await act(session, await groups.member(session, GUILD, user_id, now=NOW), archive)


def of_ben(rows: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """Where Ben stands in the group, but for Ana's own list of whom she avoids."""
    hers = f"partner_not_with: ({GUILD}, {ANA},"
    return [line for line in traces(rows, GUILD, BEN) if not line.startswith(hers)]


async def forgotten(db: Database) -> Whole:
    """Ana took everything along, was forgotten and joined anew; gives her file."""
    await make(db)
    whole = await taken(db)
    async with db.begin() as session:
        await forgetting.forget(session, caller())
        await groups.join(session, GUILD, ANA, now=NOW)
    return whole


def comparable(whole: Whole) -> Whole:
    """What comes back, as it does: without what is said not to, and whatever its ids."""
    found = {}
    for feature in data():
        for held in feature.held:
            if not isinstance(held.back, Back) or held.name == "planned_days":
                continue
            rows = copy.deepcopy(whole["features"].get(feature.name, {}).get(held.name, []))
            for row in rows:
                row.update(held.back.without)
                for name in ("id", "action_id", "project_id"):
                    row.pop(name, None)
                for name in held.back.columns and set(row) - set(held.back.columns):
                    row.pop(name)
            found[held.name] = rows
    return found


async def test_d1_what_was_forgotten_comes_back_as_it_was(composed_db: Database) -> None:
    whole = await forgotten(composed_db)
    before = await stored(composed_db)
    looked = await back(composed_db, whole, only_look=True)
    assert await stored(composed_db) == before, "looking changes nothing"
    found = await back(composed_db, whole)
    assert found == looked
    assert all(table.back and not table.lost for table in found.tables)
    assert comparable(await taken(composed_db)) == comparable(whole)
    after = await stored(composed_db)
    assert of_ben(after) == of_ben(before)
    assert traces(after, OTHER, ANA) == traces(before, OTHER, ANA)
    said = {title: why for title, _, why in found.not_back}
    assert "counted" in said["Your ballots"]
    again = await back(composed_db, whole)
    assert {table.back for table in again.tables if table.title != "Your settings"} == {0}
    assert comparable(await taken(composed_db)) == comparable(whole), "nothing comes twice"


async def test_d1_what_is_stored_now_stays_as_it_is(composed_db: Database) -> None:
    await make(composed_db)
    whole = await taken(composed_db)
    for table in ("entries", "week_logs"):
        (row,) = whole["features"]["routine"][table]
        row.update({"note": "Changed"} if table == "entries" else {"better": "Changed"})
    before = await stored(composed_db)
    found = await back(composed_db, whole)
    assert sum(table.back for table in found.tables) == 1, "the settings alone"
    after = await stored(composed_db)
    # With the settings the prompts are scheduled anew.
    assert {**after, "schedules": []} == {**before, "schedules": []}


async def test_d1_whatever_ids_a_file_names_it_is_the_callers(composed_db: Database) -> None:
    whole = await forgotten(composed_db)
    for tables in whole["features"].values():
        for rows in tables.values():
            for row in rows:
                for name in ("user_id", "owner_id", "author_id"):
                    if name in row:
                        row[name] = BEN
                row["guild_id"] = OTHER
    before = await stored(composed_db)
    await back(composed_db, whole)
    after = await stored(composed_db)
    assert of_ben(after) == of_ben(before)
    assert traces(after, OTHER, BEN) == traces(before, OTHER, BEN)
    assert comparable(await taken(composed_db))["entries"]


async def test_d1_what_refers_to_something_else_stays_out(composed_db: Database) -> None:
    whole = await forgotten(composed_db)
    features = whole["features"]
    features["community"]["conference_watches"][0]["conference_id"] = OTHER + 100
    features["follow_ups"]["paper_ratings"][0]["round_id"] = OTHER + 1
    features["interests"]["paper_opinions"][0]["arxiv_id"] = "9999.00001"
    features["milestones"]["own_milestones"] = []
    found = {table.title: table for table in (await back(composed_db, whole)).tables}
    for title in (
        "Deadlines that you watch",
        "Your ratings of papers",
        "👍 and 👎 on papers",
        "Changes of milestones",
    ):
        assert found[title].lost == 1, title


def _marked(archive: bytes, *, flags: int = 0, method: int = 8) -> bytes:
    """The archive, with all entries said to be encrypted (flag 1) or compressed in another way."""
    marks = flags.to_bytes(2, "little") + method.to_bytes(2, "little")
    content = bytearray(archive)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        first = content.index(signature) + place
        content[first : first + 4] = marks
    return bytes(content)


SOUND: Whole = {"format": 1, "guild_id": GUILD, "user_id": ANA, "features": {}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot read that file"),
        (b"a,b\r\n1,2", "cannot read that file"),
        (json.dumps(SOUND).encode()[:-5], "cannot read that file"),
        (b"[" * 200_000, "cannot read that file"),
        (b"\xff\xfe{}", "cannot read that file"),
        (json.dumps({**SOUND, "features": {"routine": {"entries": [3]}}}).encode(), "$.features"),
        (json.dumps({**SOUND, "format": 2}).encode(), "newer version"),
        (json.dumps({**SOUND, "format": 0}).encode(), "no form that I ever wrote"),
        (json.dumps({**SOUND, "user_id": BEN}).encode(), "another member's"),
        (json.dumps({**SOUND, "guild_id": OTHER}).encode(), "another group"),
        (b"PK\x03\x04 and no more", "cannot be opened"),
        (_marked(zipped([File("a.json", b"{}")]), flags=1), "cannot be opened"),
        (_marked(zipped([File("a.json", b"{}")]), method=99), "cannot be opened"),
        (zipped([File("a.json", b"{}"), File("b.json", b"{}")]), "no single JSON"),
        (zipped([File("a.json", b" " * (file_reading.MAX_BYTES + 2))]), "larger than anything"),
    ],
)
def test_d1_what_is_no_such_file_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UserError) as refused:
        file_reading.read_archive(content, guild_id=GUILD, user_id=ANA)
    assert said in refused.value.message


def test_d1_more_rows_than_anybody_has_are_refused() -> None:
    rows: list[Whole] = [{}] * (file_reading.MAX_ROWS + 1)
    content = json.dumps({**SOUND, "features": {"routine": {"entries": rows}}}).encode()
    with pytest.raises(UserError, match="more in it"):
        file_reading.read_archive(content, guild_id=GUILD, user_id=ANA)


async def test_d1_older_and_unknown_parts_do_not_stand_in_the_way(composed_db: Database) -> None:
    whole = await forgotten(composed_db)
    for tables in whole["features"].values():
        for rows in tables.values():
            for row in rows:
                row["of_later"] = 1
    del whole["features"]["routine"]["entries"][0]["minutes"]
    whole["features"]["dreams"] = {"dreams": [{"what": "flying"}]}
    found = await back(composed_db, whole)
    assert found.unknown == 1
    (entry,) = (await taken(composed_db))["features"]["routine"]["entries"]
    assert entry["minutes"] is None


async def views(who: ActingUser) -> list[str]:
    """What a member sees of theirs."""
    seen = [
        await who.slash("milestone show", milestone="projects-first-pr"),
        await who.slash("milestone list"),
        await who.slash("routine log"),
        await who.slash("paper interests"),
        await who.slash("conference list"),
        await who.slash("me"),
    ]
    return [each.text for each in seen]


async def given(who: ActingUser, content: bytes, name: str = "data.json") -> Seen:
    """Give a file in the form."""
    form = form_of(await who.slash("export restore"))
    return await who.submit(form, {"The file that I made": Upload(name, content)})


async def test_d1_export_forget_restore_gives_the_same_views(study: Study) -> None:
    ana = await study.person("Ana", zone="Asia/Tokyo")
    await ana.slash("milestone done", milestone="projects-first-pr", note="Kingfisher")
    await ana.slash("milestone add", title="Mine", due="2026-03-23")
    await ana.click(await ana.slash("today"), "Done")
    await ana.slash("conference add", name="ICML", deadline="2026-04-15")
    before = await views(ana)
    files = (await ana.slash("export data")).files
    form = await ana.click(await ana.slash("forget"), "Forget me")
    await ana.submit(form, {"The name of the group": "Night owls"})
    await ana.slash("join")
    assert await views(ana) != before
    asked = await given(ana, files[0].data)
    assert asked.ephemeral
    assert "This comes back:" in asked.text
    assert "Messages that I sent" in asked.text or "When messages are due" in asked.text
    assert "Kingfisher" not in (await views(ana))[0], "only shown"
    done = await ana.click(asked, "Restore")
    assert "**Restored in Night owls**" in done.text
    after = await views(ana)
    # The group's conference is still theirs, without who added it.
    assert [text.replace(f"-# Added by <@{ana.id}>", "") for text in before] == after
    again = await ana.click(asked, "Restore")
    assert "- Your settings: 1" in again.text
    assert await views(ana) == after


async def test_d1_others_files_and_nonsense_are_refused_over_the_wire(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    bens = (await ben.slash("export data")).files[0].data
    assert "another member's" in (await given(ana, bens)).text
    assert "cannot read that file" in (await given(ana, b"Lorem ipsum")).text
    kept = await given(
        ana, zipped([File("data.json", (await ana.slash("export data")).files[0].data)])
    )
    assert "Restore in Night owls?" in kept.text
    assert "Nothing was restored" in (await ana.click(kept, "Not now")).text
    bea = await study.person("Bea", joined=False)
    assert "/join" in (await bea.slash("export restore")).text
