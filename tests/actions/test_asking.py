"""Actions over the wire: asked first, taken, handed back, moved; on panels, in messages, in files
(T6, U2, U16, D2)."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from sandbox import ActingUser, Seen
from sandbox.world.model import Message
from tests.actions.test_wire import decide, name, summary_of
from tests.live import Study, custom_ids, form_of
from tests.retros.acting import opened, posted, second_server, text_of

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
on_both = pytest.mark.parametrize(
    "db_url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)

MENU = "Make an action"
DUE = f"<t:{int(datetime(2026, 3, 20, 12, tzinfo=UTC).timestamp())}:D>"


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def shows(message: Message, text: str) -> bool:
    return text in text_of(message)


async def free(study: Study, text: str = "Shorter calls", due: str = "2026-03-20") -> None:
    """An action that nobody has, noted by the organiser."""
    await study.organiser.slash("join")
    form = await study.organiser.click(await study.organiser.slash("action list"), "Add action")
    await study.organiser.submit(form, {"What will be done": text, "Due date": due})


async def page_of(who: ActingUser, text: str) -> Seen:
    """One action, opened from the list."""
    listed = await who.slash("action list")
    [option] = await who.autocomplete("action move", "action", text)
    return await who.choose(listed, option.value, custom_id=custom_ids(listed, "action:pick")[0])


@on_sqlite
async def test_t6_somebody_named_is_asked_where_they_look_and_by_no_message_of_its_own(
    study: Study,
) -> None:
    """In the summary, `/today`, `/me` and the next daily message; asked once, and both answers."""
    await study.organiser.slash("join")
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    asked = await name(ana, summary, ben)
    assert "is asked in" in asked.text
    line = f"○ **Shorter calls**\n<@{ben.id}> is asked · by {DUE}"
    await ana.until(lambda: line in text_of(summary))
    assert ben.inbox == [], "no message of its own"
    assert "1 action asked of you in" in (await ben.slash("me")).text
    today = await ben.slash("today")
    assert f"**An action is asked of you**\n○ *Shorter calls* · by {DUE}" in today.text
    assert "asked of you" not in (await ana.slash("today")).text
    await study.clock.move_to(at(4))
    monday, tuesday, wednesday = ben.inbox
    assert "An action is asked of you." in monday.text
    for later in (tuesday, wednesday):
        assert "Shorter calls" not in later.text
    await study.restart()
    taken = await ben.click(monday, custom_id=custom_ids(monday, "action:named-take")[0])
    assert "Your action: *Shorter calls*" in taken.text
    await ana.until(lambda: f"<@{ben.id}> · by {DUE}" in text_of(summary))
    board = await ben.slash("milestone list", block="Your own")
    assert "Shorter calls" in board.text
    await study.clock.move_to(at(5))
    assert "Your action: *Shorter calls*" in ben.inbox[-1].text
    assert all("Shorter calls" not in each.text for each in ana.inbox)


@on_sqlite
async def test_t6_no_is_as_good_an_answer_and_leaves_it_to_anybody(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    await name(ana, summary, ben)
    today = await ben.slash("today")
    said = await ben.click(today, "No, thanks")
    assert "Shorter calls" not in said.text
    await ana.until(lambda: f"nobody yet · by {DUE}" in text_of(summary))
    assert "asked of you" not in (await ben.slash("me")).text
    await ana.click(summary, "Take on")
    assert f"<@{ana.id}> · by {DUE}" in text_of(summary)
    listed = await page_of(ana, "Shorter")
    handed = await ana.click(listed, "Hand back")
    assert "nobody yet" in handed.text
    await ana.until(lambda: f"nobody yet · by {DUE}" in text_of(summary))
    assert "Shorter calls" not in (await ana.slash("milestone list")).text


@on_both
async def test_u2_milestone_and_action_commands_agree_and_the_group_sees_it(study: Study) -> None:
    """Done, undone, skipped and moved on either side; the summary follows both."""
    ana = await study.person("Ana")
    summary = await summary_of(study)
    await decide(ana, summary, ana)
    for command, options, expected in (
        ("milestone done", {"milestone": "Shorter calls"}, "● **Shorter calls**"),
        ("milestone undo", {"milestone": "Shorter calls"}, "○ **Shorter calls**"),
        ("milestone skip", {"milestone": "Shorter calls"}, "⊘ **Shorter calls**"),
        ("milestone undo", {"milestone": "Shorter calls"}, "○ **Shorter calls**"),
        ("milestone due", {"milestone": "Shorter calls", "date": "2026-03-21"}, "by <t:1774094400"),
        ("action move", {"action": "1", "date": "2026-03-20"}, f"by {DUE}"),
        ("action drop", {"action": "1"}, "⊘ **Shorter calls**"),
    ):
        await ana.slash(command, options=options)
        await ana.until(partial(shows, summary, expected))
    assert "skipped" in (await ana.slash("milestone show", milestone="own-1")).text
    assert "It was so already" in (await ana.slash("action drop", action="1")).text
    page = await ana.slash("milestone show", milestone="own-1")
    assert "The group waits for this one" in page.text
    assert "Drop" not in page.buttons


@on_sqlite
async def test_t6_in_a_pause_nothing_is_called_due_and_nobody_is_late(study: Study) -> None:
    ana = await study.person("Ana")
    await free(study, due="2026-03-04")
    await ana.slash("action take", action="1")
    await study.clock.move_to(at(9, 6))
    assert "late: 1" in (await ana.slash("action list", show="late")).text
    form = await ana.click(await ana.slash("me"), "Pause")
    await ana.submit(form, {"until": "2026-03-20"})
    late = await ana.slash("action list", show="late")
    assert "None is late." in late.text
    before = len(ana.inbox)
    await study.clock.move_to(at(12))
    assert len(ana.inbox) == before


@on_sqlite
async def test_the_list_is_filtered_by_command_and_by_choice(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await free(study, "Nobody's", "2026-03-03")
    await free(study, "Ben's", "2026-03-30")
    [mine] = await ben.autocomplete("action take", "action", "ben")
    await ben.slash("action take", action=mine.value)
    await study.clock.move_to(at(6, 6))

    def lines(seen: Seen) -> list[str]:
        return re.findall(r"\*\*(Nobody's|Ben's)\*\*", seen.text)

    for who, show, expected in (
        (ana, "mine", []),
        (ben, "mine", ["Ben's"]),
        (ana, "open", ["Nobody's", "Ben's"]),
        (ana, "late", ["Nobody's"]),
    ):
        listed = await who.slash("action list", show=show)
        assert lines(listed) == expected, (who, show)
        assert listed.ephemeral
    chosen = await ana.choose(await ana.slash("action list"), "late", custom_id="action:filter")
    assert chosen.updated
    assert lines(chosen) == ["Nobody's"]
    odd = await ana.choose(chosen, "all", custom_id="action:filter")
    assert lines(odd) == ["Nobody's", "Ben's"]
    assert [each.name for each in await ana.autocomplete("action take", "action", "")] == [
        "Nobody's"
    ]


@on_sqlite
async def test_t6_taken_on_late_another_date_is_asked_for(study: Study) -> None:
    """A date is asked about, never guessed; by button and command; what was typed comes back."""
    ana = await study.person("Ana")
    await free(study, due="2026-03-03")
    await study.clock.move_to(at(6, 6))
    listed = await ana.slash("action list")
    for typed, problem in (
        ("2026-03-03", "in the past"),
        ("03/04", "can be"),
        ("soon", "read that as a date"),
    ):
        refused = await ana.submit(await ana.click(listed, "Take on"), {"Until when": typed})
        assert problem in refused.text
        assert typed in refused.text
    assert "has passed" in (await ana.slash("action take", action="1")).text
    taken = await ana.submit(await ana.click(listed, "Take on"), {"Until when": "2026-03-20"})
    assert f"<@{ana.id}> · by {DUE}" in taken.text
    moved = await ana.slash("action move", action="1", date="2026-03-03")
    assert "in the past" in moved.text


@on_sqlite
async def test_u16_an_action_is_made_of_any_message_and_its_author_is_not_named(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    said = await ben.send(
        study.announcements, f"<@{ben.id}> could move the Thursday call\nand more, at length"
    )
    opened_form = await ana.menu(MENU, said)
    form = form_of(opened_form)
    proposed = form.fields["What will be done"]["value"]
    assert proposed == "could move the Thursday call"
    assert "link is kept" in form.text
    made = await ana.submit(
        opened_form, {"What will be done": proposed, "Due date": "2026-03-20", "Owner": ana}
    )
    assert "a step in your plan" in made.text
    page = await page_of(ana, "Thursday")
    assert f"/{study.guild.id}/{study.announcements.id}/{said.id}" in page.text
    listed = (await ana.slash("action list")).text
    for shown in (made.text, page.text, listed):
        assert str(ben.id) not in shown
        assert "Ben" not in shown
    pictures = await ben.send(study.announcements, "x" * 2000)
    long = form_of(await ana.menu(MENU, pictures)).fields["What will be done"]["value"]
    assert len(long) <= 150
    zoe = await study.person("Zoe", joined=False)
    assert (await zoe.menu(MENU, said)).buttons == ["Join"]


@on_sqlite
async def test_u16_a_forged_channel_or_message_makes_nothing(study: Study) -> None:
    ana = await study.person("Ana")
    foreign = await second_server(study, ana)
    listed = await ana.slash("action list", guild=study.guild)
    for channel in (foreign.channel.id, 12345):
        custom_id = f"action:add-from:{channel}:1"
        form = await ana.click(listed, custom_id=custom_id, forge=True)
        seen = await ana.submit(form, {"text": "Mine", "due": "2026-03-20"}, forge=True)
        assert "do not find the channel" in seen.text
    assert "None yet" in (await ana.slash("action list", guild=study.guild)).text


@on_sqlite
async def test_d2_the_list_exports_as_markdown_csv_and_json_without_anybodys_name(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    await decide(ana, summary, ana, **{"What will be done": "=1+1 @everyone **loud**"})
    await name(ana, summary, ben, **{"What will be done": "Ask Ben"})
    await ana.slash("milestone note", milestone="own-1", note="private words")
    await ana.slash("milestone done", milestone="own-1")
    seen = await ana.click(await ana.slash("action list"), "Export")
    assert seen.ephemeral
    files = {file.filename: file.data.decode("utf-8-sig") for file in seen.files}
    assert set(files) == {"actions.md", "actions.csv", "actions.json"}
    found = json.loads(files["actions.json"])["actions"]
    assert [(each["text"], each["status"], each["has_owner"]) for each in found] == [
        ("=1+1 @everyone **loud**", "done", True),
        ("Ask Ben", "open", False),
    ]
    rows = list(csv.DictReader(io.StringIO(files["actions.csv"])))
    assert [row["text"] for row in rows] == ["'=1+1 @everyone **loud**", "Ask Ben"]
    assert "## Open" in files["actions.md"]
    assert "\\*\\*loud\\*\\*" in files["actions.md"]
    for text in files.values():
        for private in ("private words", str(ana.id), str(ben.id)):
            assert private not in text
    late = await ana.click(await ana.slash("action list", show="open"), "Export")
    assert len(json.loads(late.files[-1].data)["actions"]) == 1


@on_sqlite
async def test_t6_an_owner_who_left_leaves_it_to_the_organiser_and_the_next_retro(
    study: Study,
) -> None:
    await study.organiser.slash("join")
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    await decide(ana, summary, ana)
    await name(ana, summary, ben, **{"What will be done": "Asked"})
    for who in (ana, ben):
        await who.click(await who.slash("leave"), "Leave")
    setup = await study.organiser.slash("setup")
    assert "**Without an owner** · 2 open actions" in setup.text
    await study.clock.advance(timedelta(hours=1))
    panel = await opened(study)
    assert text_of(panel).count("nobody yet") == 2
    for gone in (ana, ben):
        assert str(gone.id) not in text_of(panel)
    review = await study.organiser.click(panel, "Review")
    taken = await study.organiser.click(review, custom_id=custom_ids(review, "action:take")[0])
    assert f"<@{study.organiser.id}> · by" in taken.text
    kept = await study.organiser.click(taken, custom_id=custom_ids(taken, "action:keep")[1])
    assert "· kept" in kept.text
    left = await study.organiser.click(kept, custom_id=custom_ids(kept, "action:drop")[1])
    assert "⊘ **" in left.text
    await study.organiser.until(lambda: "· 1 action\n" in text_of(panel))
    assert "Without an owner" not in (await study.organiser.slash("setup")).text
    refused = await ben.click(panel, "Review")
    assert refused.buttons == ["Join"]


@on_sqlite
async def test_t6_whoever_named_somebody_hears_if_they_left_before_they_answered(
    study: Study,
) -> None:
    """Their answer from an old message is refused kindly; somebody else can take it."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    await name(ana, summary, ben)
    today = await ben.slash("today")
    await ben.click(await ben.slash("leave"), "Leave")
    late = await ben.click(today, "Take on")
    assert late.buttons == ["Join"]
    await ana.click(summary, "Take on")
    assert f"<@{ana.id}> · by" in text_of(summary)


@on_sqlite
async def test_t6_pressed_twice_after_a_restart_and_with_closed_messages(study: Study) -> None:
    """M5: whoever gets no direct messages finds all of it in `/today` and the list."""
    ana = await study.person("Ana")
    ana.account.dms_open = False
    summary = await summary_of(study)
    await study.organiser.slash("join")
    await name(study.organiser, summary, ana)
    await study.clock.move_to(at(3))
    assert ana.inbox == []
    today = await ana.slash("today")
    [take] = custom_ids(today, "action:named-take")
    await study.restart()
    first = await ana.click(today, "Take on")
    assert "asked of you" not in first.text
    again = await ana.click(today, custom_id=take, forge=True)
    assert again.failed is None
    listed = await ana.slash("milestone list", block="Your own")
    assert listed.text.count("Shorter calls") == 1


@on_sqlite
async def test_forged_ids_of_the_new_buttons_are_refused(study: Study) -> None:
    ana = await study.person("Ana")
    summary = await summary_of(study)
    await decide(ana, summary, ana)
    foreign = await second_server(study, ana)
    for verb in ("take", "back", "move"):
        seen = await ana.click(foreign, custom_id=f"action:{verb}:1:item:0", forge=True)
        assert "do not find" in seen.text
    for command in ("take", "drop", "move"):
        for value in ("999", "1e3", "-1", "9" * 30):
            more = {"date": "friday"} if command == "move" else {}
            options = {"action": value, **more}
            seen = await ana.slash(f"action {command}", guild=study.guild, options=options)
            assert "do not find that action" in seen.text
    sam = await study.person("Sam", joined=False)
    assert (await sam.click(summary, "Done")).buttons == ["Join"]
    assert "○ **Shorter calls**" in text_of(summary)
    assert len(posted(study)) == 2
