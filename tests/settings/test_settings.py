"""``/settings``: one thing at a time, seen before it is saved, by whoever may (M4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.groups import service as groups
from bot.groups.audit import record
from bot.groups.audit_rules import KEPT, Change
from bot.groups.models import OrganiserRoleRow, SettingChangeRow
from bot.inputs.date_patterns import LAST, MonthDay, MonthWeekday
from bot.news.audited import NEWSLETTER
from cogs.features import FEATURES
from cogs.settings.panels import change_text
from cogs.settings.pending import Pending, pending
from cogs.settings.routes import SAVE
from sandbox import ActingUser, Permissions, Seen
from sandbox.world.parts import Role
from tests.live import Study, custom_ids, form_of

ON_SQLITE = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def group_of(study: Study) -> groups.Group:
    async with study.db.read() as session:
        return await groups.get_group(session, study.guild.id)


async def logged(study: Study) -> list[tuple[str, str | None, str | None]]:
    async with study.db.read() as session:
        rows = await session.scalars(select(SettingChangeRow).order_by(SettingChangeRow.id))
        return [(row.setting, row.old, row.new) for row in rows if row.setting != "group"]


async def roles_of(study: Study) -> list[int]:
    async with study.db.read() as session:
        return list(await session.scalars(select(OrganiserRoleRow.role_id)))


async def let_organise(study: Study, role: Role) -> Seen:
    """As the organiser, through the panel."""
    asked = await study.organiser.slash("settings roles", add=role)
    return await study.organiser.click(asked, "Let them")


async def test_m4_a_change_is_shown_then_saved_and_logged(study: Study) -> None:
    olga, other = study.organiser, study.guild.create_text_channel("reading")
    seen = await olga.slash("settings channels", papers=other)
    assert f"**Papers channel** · <#{study.papers.id}> → <#{other.id}>" in seen.text
    assert "Nothing is changed yet" in seen.text
    assert (await group_of(study)).papers_channel_id == study.papers.id
    assert await logged(study) == []
    [save] = custom_ids(seen, "settings:save")
    saved = await olga.click(seen, "Save")
    assert saved.updated
    assert saved.text.startswith("Saved.")
    assert (await group_of(study)).papers_channel_id == other.id
    assert await logged(study) == [("papers", str(study.papers.id), str(other.id))]
    again = await olga.click(saved, custom_id=save, forge=True)
    assert "Saved before" in again.text
    assert len(await logged(study)) == 1


async def test_m4_cancel_changes_nothing(study: Study) -> None:
    olga = study.organiser
    seen = await olga.slash("settings cadence", zone="Tokyo", start="2026-03-09")
    assert "**Time zone** · UTC → Asia/Tokyo" in seen.text
    assert "**First day of the plan** · 2026-03-02 → 2026-03-09" in seen.text
    assert "Whoever began on the first day moves along" in seen.text
    back = await olga.click(seen, "Cancel")
    assert "**Zone** UTC" in back.text
    group = await group_of(study)
    assert (group.zone, group.start_date) == ("UTC", date(2026, 3, 2))
    assert await logged(study) == []


@ON_SQLITE
async def test_m4_the_forms_and_selects_lead_to_a_preview(study: Study) -> None:
    olga, other = study.organiser, study.guild.create_text_channel("elsewhere")
    shown = await olga.slash("settings show")
    form = await olga.click(shown, custom_id="settings:basics")
    seen = await olga.submit(form, {"zone": "Lisbon", "start": "2026-03-02"})
    assert "UTC → Europe/Lisbon" in seen.text
    assert "First day" not in seen.text
    form = await olga.click(await olga.slash("settings show"), custom_id="settings:rhythm")
    seen = await olga.submit(
        form, {"papers_open": "tue 9", "papers_close": "thu 18", "retro_day": "20"}
    )
    assert "**Weekly paper opens** · Monday 09:00 → Tuesday 09:00" in seen.text
    assert "→ on day 20 of the month at 18:00" in seen.text
    await olga.click(seen, "Save")
    assert (await group_of(study)).retro_on == MonthDay(20)
    for use, of in (("announcements", study.announcements), ("retros", study.retros)):
        channels = await olga.slash("settings channels")
        seen = await olga.choose(channels, other, custom_id=f"settings:{use}")
        assert f"<#{of.id}> → <#{other.id}>" in seen.text
    channels = await olga.click(await olga.slash("settings show"), custom_id="settings:channels")
    same = await olga.choose(channels, study.papers, custom_id="settings:papers")
    assert "Nothing would change" in same.text


@ON_SQLITE
async def test_m4_the_rules_of_setup_hold_in_the_preview_and_at_the_save(study: Study) -> None:
    olga = study.organiser
    seen = await olga.slash("settings cadence", papers_open="Friday 17:00")
    assert "choose two" in seen.text
    assert "more than a year" in (await olga.slash("settings cadence", start="2036-01-01")).text
    shown = await olga.slash("settings show")
    for key in (
        "o4-1700",
        "s20360101",
        "zMars/Olympus",
        "p12345",
        "m29-1800",
        "m3w99991231-1800",
        "m1w20260302-1800",
        "o7-0900",
        "x",
        "",
    ):
        said = await olga.click(shown, custom_id=f"settings:save:{key}", forge=True)
        assert "Saved" not in said.text, key
    assert await logged(study) == []


async def test_t1_the_dates_of_retros_are_previewed_with_the_next_ones(study: Study) -> None:
    """T1, M4: what is typed is said back, with the next three openings, before it is saved."""
    olga = study.organiser
    seen = await olga.slash("settings cadence", retro_day="last friday", retro_time="19:30")
    changed = (
        "**Retro** · on day 1 of the month at 18:00 → on the last Friday of the month at 19:30"
    )
    assert changed in seen.text
    next_three = ", ".join(
        f"<t:{at(f'2026-{day}T19:30')}:f>" for day in ("03-27", "04-24", "05-29")
    )
    assert f"The next retros would open {next_three}." in seen.text
    assert (await group_of(study)).retro_on == MonthDay(1)
    saved = await olga.click(seen, "Save")
    assert f"**Retro** on the last Friday of the month at 19:30, next {next_three}" in saved.text
    assert next_three in (await olga.slash("setup")).text
    assert (await group_of(study)).retro_on == MonthWeekday(LAST, 4)
    form = await olga.click(saved, custom_id="settings:rhythm")
    form_of(form)
    kept = await olga.submit(form, {"papers_open": "Monday 9:00"})
    assert "Nothing would change" in kept.text, "what stands in the form is read back"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@ON_SQLITE
async def test_t1_what_is_typed_of_retros_is_never_guessed(study: Study) -> None:
    olga = study.organiser
    for typed, said in (
        ("31", "Type `last day` for the last day of each month"),
        ("every 3 weeks", "`every 3 weeks from 2026-03-09`"),
        ("every second friday", "That can be two things"),
    ):
        for command in ("setup", "settings cadence"):
            assert said in (await olga.slash(command, retro_day=typed)).text
    form = await olga.click(await olga.slash("settings show"), custom_id="settings:rhythm")
    assert "Type `last day`" in (await olga.submit(form, {"retro_day": "31"})).text
    assert (await group_of(study)).retro_on == MonthDay(1)
    found = await olga.autocomplete("settings cadence", "retro_day", "2nd tue")
    assert [each.name for each in found] == ["on the second Tuesday of the month"]
    seen = await olga.slash("settings cadence", retro_day=found[0].value)
    assert "→ on the second Tuesday of the month" in seen.text


@ON_SQLITE
async def test_a_preview_names_what_i_would_lack_there(study: Study) -> None:
    locked = study.guild.create_text_channel("locked")
    locked.set_overwrite(study.sandbox.world.application.bot_user, deny=Permissions.SEND_MESSAGES)
    seen = await study.organiser.slash("settings channels", retros=locked)
    lacking = f"In <#{locked.id}> I still need: Send Messages. Without that there is no retro, no"
    assert lacking in seen.text


async def test_m4_a_role_may_organise_and_no_longer(study: Study) -> None:
    olga, role = study.organiser, study.guild.create_role("Helpers")
    hal = await study.person("Hal")
    assert "for organisers" in (await hal.slash("settings show")).text
    member = hal.join(study.guild, roles=[role])
    assert "for organisers" in (await hal.slash("settings show")).text, "a role alone is nothing"
    asked = await olga.slash("settings roles", add=role)
    assert await roles_of(study) == []
    seen = await olga.click(asked, "Let them")
    assert f"<@&{role.id}>" in seen.text
    assert await roles_of(study) == [role.id]
    again = f"settings:role-add-sure:{role.id}"
    assert "already" in (await olga.click(seen, custom_id=again, forge=True)).text
    # Everywhere where organisers act: commands, buttons, and what panels offer.
    saved = await hal.click(await hal.slash("settings cadence", zone="Tokyo"), "Save")
    assert "Saved." in saved.text
    feeds = await hal.slash("paper feeds list")
    assert custom_ids(feeds, "paper:feed-add"), "also a button that only organisers see"
    assert (await hal.click(feeds, custom_id="paper:feed-add")).modal is not None
    assert (await group_of(study)).zone == "Asia/Tokyo"
    async with study.db.read() as session:
        row = await session.scalar(
            select(SettingChangeRow).where(SettingChangeRow.setting == "zone")
        )
    assert row is not None
    assert row.user_id == hal.id
    study.guild.set_roles(member, [])
    assert "for organisers" in (await hal.slash("settings show")).text
    study.guild.set_roles(member, [role.id])
    asked = await olga.click(await olga.slash("settings roles"), "Remove")
    await olga.click(asked, "Remove")
    assert await roles_of(study) == []
    assert "for organisers" in (await hal.slash("settings show")).text
    assert (await logged(study))[-1] == ("role", str(role.id), None)


@ON_SQLITE
async def test_m4_who_organises_by_a_role_does_not_say_who_else_does(study: Study) -> None:
    role, other = study.guild.create_role("Helpers"), study.guild.create_role("Friends")
    await let_organise(study, role)
    hal = await study.person("Hal")
    hal.join(study.guild, roles=[role])
    seen = await hal.slash("settings roles")
    assert "Only whoever has *Manage Server* changes this" in seen.text
    assert "Remove" not in seen.buttons
    for custom_id in (f"settings:role-add-sure:{other.id}", f"settings:role-remove-sure:{role.id}"):
        said = await hal.click(seen, custom_id=custom_id, forge=True)
        assert "Only whoever has *Manage Server*" in said.text
    assert "Only whoever" in (await hal.slash("settings roles", add=other)).text
    assert await roles_of(study) == [role.id]


@ON_SQLITE
async def test_roles_that_cannot_organise_are_refused(study: Study) -> None:
    olga, shown = study.organiser, await study.organiser.slash("settings roles")
    second = study.sandbox.world.create_guild("Elsewhere")
    theirs = second.create_role("Theirs")
    everyone = study.guild.roles[study.guild.id]
    managed = study.guild.create_role("App", managed_by=study.sandbox.world.application.bot_user.id)
    gone = study.guild.create_role("Gone")
    study.guild.delete_role(gone)
    for role, why in (
        (everyone, "Everybody has that role"),
        (managed, "An app manages that role"),
        (theirs, "no role of this server"),
        (gone, "no role of this server"),
    ):
        custom_id = f"settings:role-add-sure:{role.id}"
        assert why in (await olga.click(shown, custom_id=custom_id, forge=True)).text
    assert "Everybody has" in (await olga.slash("settings roles", add=everyone)).text
    assert await roles_of(study) == []


@ON_SQLITE
async def test_a_role_that_is_deleted_lets_nobody_organise_and_can_be_taken_out(
    study: Study,
) -> None:
    role = study.guild.create_role("Helpers")
    await let_organise(study, role)
    hal = await study.person("Hal")
    hal.join(study.guild, roles=[role])
    study.guild.delete_role(role)
    assert "for organisers" in (await hal.slash("settings show")).text
    seen = await study.organiser.slash("settings roles")
    assert "A role that was deleted; nobody has it." in seen.text
    await study.organiser.click(await study.organiser.click(seen, "Remove"), "Remove")
    assert await roles_of(study) == []


@ON_SQLITE
async def test_a_role_organises_in_its_own_server_alone(study: Study) -> None:
    role = study.guild.create_role("Helpers")
    await let_organise(study, role)
    hal = await study.person("Hal")
    hal.join(study.guild, roles=[role])
    dm = await hal.slash("privacy", dm=True)
    for custom_id in ("settings:show", "settings:audit:0", "settings:save:zAsia/Tokyo"):
        said = await hal.click(dm, custom_id=custom_id, forge=True)
        assert "This works in the server" in said.text


async def test_m4_the_log_is_read_in_pages_by_organisers_alone(study: Study) -> None:
    olga = study.organiser
    assert "Nothing was changed yet" not in (await olga.slash("settings audit")).text
    for number in range(1, 21):
        await study.clock.advance(timedelta(minutes=1))
        await olga.slash("setup", retro_day=str(number + 1))
    seen = await olga.slash("settings audit")
    assert "**Retro** · on day 20 of the month at 18:00 → on day 21 of the month" in seen.text
    assert f"<@{olga.id}>" in seen.text
    assert "Kept for 365 days" in seen.text
    older = await olga.click(await olga.click(seen, "›"), "›")
    assert "on day 1 of the month at 18:00 → on day 2 of the month at 18:00" in older.text
    assert "set up" in older.text
    ana = await study.person("Ana")
    assert "for organisers" in (await ana.slash("settings audit")).text
    forged = await ana.click(await ana.slash("me"), custom_id="settings:audit:0", forge=True)
    assert "for organisers" in forged.text


@ON_SQLITE
async def test_m4_the_log_is_purged_daily(study: Study) -> None:
    """The bot runs the job by itself at each start, and daily."""
    long_ago = study.clock.now() - KEPT - timedelta(days=1)
    async with study.db.begin() as session:
        old = [Change("zone", "UTC", "Asia/Tokyo")]
        await record(session, study.guild.id, old, by=None, now=long_ago)
    await study.organiser.slash("setup", retro_day="9")
    assert len(await logged(study)) == 2
    await study.clock.advance(timedelta(days=1))
    assert [setting for setting, _, _ in await logged(study)] == ["retro"]


@ON_SQLITE
async def test_there_is_nothing_to_set_before_setup(blank_study: Study) -> None:
    olga: ActingUser = blank_study.organiser
    for command in ("show", "channels", "cadence", "roles"):
        assert "An organiser can start one" in (await olga.slash(f"settings {command}")).text


def test_m4_a_change_is_said_in_a_line_and_pings_nobody() -> None:
    def said(change: Change) -> str:
        return change_text(change, {"newsletter": NEWSLETTER})

    assert said(Change("newsletter", None, "Weekly")) == "**Newsletter** · Weekly added"
    assert said(Change("newsletter", "Weekly", None)) == "**Newsletter** · Weekly removed"
    assert said(Change("role", None, "5")) == "**Role that may organise** · <@&5> added"
    assert said(Change("group", None, "set up")) == "**Group** · set up"
    hostile = said(Change("newsletter", None, "@everyone <@&5> *x*"))
    assert "@everyone" not in hostile
    assert "<@&5>" not in hostile
    assert len(said(Change("categories", "*" * 300, "*" * 300))) < 600


@pytest.mark.parametrize("retro", ["28", "last", "1mon", "lastfri", "26w20261207"])
def test_what_waits_survives_its_custom_id(retro: str) -> None:
    rhythm = f"zAmerica/Argentina/ComodRivadavia.s20260302.o0-0900.c6-2359.m{retro}-0000"
    assert len(SAVE(Pending(rhythm))) <= 100, "all that one command can change"
    everything = f"a1.p2.r3.{rhythm}"
    waiting = Pending(everything)
    assert str(pending(waiting.fields)) == everything
    for wrong in ("", "a", "a0", f"a{2**63}", "z", "s2026", "o7-0900", "o0-2500", "m0-0900", "q1"):
        with pytest.raises(ValueError, match=r".*"):
            Pending(wrong)


def test_m4_what_features_change_has_a_title_of_its_own() -> None:
    """Each act of an organiser that a feature puts into the log is called by its title there."""
    declared = {each.name: each for feature in FEATURES for each in feature.data.audited}
    assert set(declared) == {
        *("newsletter", "plan", "library", "library_link", "link_checks", "session", "evening"),
        *("partner_rounds", "deadline_file"),
    }
    for name, audited in declared.items():
        added = " added" if audited.is_one_of_many else ""
        said = change_text(Change(name, None, "x"), declared)
        assert said == f"**{audited.title}** · x{added}"
        assert audited.title != name
