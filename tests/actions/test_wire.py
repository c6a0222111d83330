"""Actions over the wire: noted at the reveal, done by a press, asked about when the next opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import ActingUser, Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids
from tests.retros.acting import closed, opened, posted, second_server, text_of

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

CALL = {"What will be done": "Shorter calls", "Due date": "2026-03-20"}
NASTY = "@everyone **loud** <@1234567890123456789> [win](https://bad.example)"


async def summary_of(study: Study) -> Message:
    await opened(study)
    return await closed(study)


async def decide(who: ActingUser, on: Message, owner: ActingUser, **fields: str) -> Seen:
    """Note an action by the form behind *Add action*; whoever it names takes it on."""
    noted = await name(who, on, owner, **fields)
    if owner is not who and "is asked" in noted.text:
        text = fields.get("What will be done", CALL["What will be done"])
        [found] = await owner.autocomplete("action take", "action", text)
        noted = await owner.slash("action take", action=found.value)
    return noted


async def name(who: ActingUser, on: Message, owner: ActingUser, **fields: str) -> Seen:
    """Note an action; anybody else than whoever does is asked first."""
    form = await who.click(on, "Add action")
    return await who.submit(form, {**CALL, **fields, "Owner": owner})


async def test_t6_an_action_is_noted_done_and_undone_in_the_summary(study: Study) -> None:
    """T6: with owner and due date; the group sees its state; only the owner changes it."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    noted = await decide(ana, summary, ben)
    assert noted.ephemeral
    due = int(datetime(2026, 3, 20, 12, tzinfo=UTC).timestamp())
    line = f"○ **Shorter calls**\n<@{ben.id}> · by <t:{due}:D>"
    assert line in noted.text
    await ana.until(lambda: line in text_of(summary))
    assert f"That action is <@{ben.id}>'s" in (await ana.click(summary, "Done")).text
    assert line in text_of(summary)
    done = await ben.click(summary, "Done")
    assert done.updated
    assert "● **Shorter calls**" in text_of(summary)
    pressed_twice = await ben.click(
        summary, custom_id=custom_ids(summary)[0].replace("undo", "done"), forge=True
    )
    assert pressed_twice.updated
    assert "● **Shorter calls**" in text_of(summary)
    await study.organiser.click(summary, "Undo")
    assert "○ **Shorter calls**" in text_of(summary)
    assert len(posted(study)) == 2


async def test_t6_what_was_typed_comes_back_with_the_reason(study: Study) -> None:
    """T6: past, impossible, ambiguous and unreadable dates; a text that is too long."""
    ana = await study.person("Ana")
    summary = await summary_of(study)
    for fields, problem in (
        ({"Due date": "2026-03-01"}, "in the past"),
        ({"Due date": "2026-02-30"}, "no such date"),
        ({"Due date": "03/04"}, "can be"),
        ({"Due date": "soonish"}, "read that as a date"),
        ({"What will be done": "x" * 4000}, "4,000 characters"),
    ):
        form = await ana.click(summary, "Add action")
        refused = await ana.submit(form, {**CALL, "Owner": ana, **fields}, forge=True)
        assert problem in refused.text
        back = refused.text + "".join(file.data.decode() for file in refused.files)
        for typed in {**CALL, **fields}.values():
            assert typed in back.replace("\\", "")
    assert "**Actions**" not in text_of(summary)


async def test_t6_an_owner_is_a_member_of_this_group(study: Study) -> None:
    """T6: not a stranger, not the bot, not a made-up or missing id."""
    ana, sam = await study.person("Ana"), await study.person("Sam", joined=False)
    summary = await summary_of(study)
    assert "has not joined" in (await decide(ana, summary, sam)).text
    form = await ana.click(summary, "Add action")
    for owner in ("1234567890123456789", "99999999999999999999999", "me"):
        seen = await ana.submit(form, {**CALL, "Owner": owner}, forge=True)
        assert "has not joined" in seen.text or "do not find that person" in seen.text
    assert "**Actions**" not in text_of(summary)


async def test_the_list_and_the_command_are_the_same_acts_by_keyboard(study: Study) -> None:
    """M5: list, add, done and undo without the summary; in direct messages too."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    await decide(ana, summary, ana)
    await decide(ana, summary, ben, **{"What will be done": "Read §4 before Friday"})
    listed = await ana.slash("action list")
    assert listed.ephemeral
    assert "**Actions** · 2 open" in listed.text
    choices = await ben.autocomplete("action done", "action", "read")
    assert [choice.name for choice in choices] == ["Read §4 before Friday"]
    assert await ana.autocomplete("action done", "action", "read") == []
    done = await ben.slash("action done", dm=True, action=choices[0].value)
    assert "● **Read §4 before Friday**" in done.text
    await ben.until(lambda: "● **Read §4 before Friday**" in text_of(summary))
    again = await ben.slash("action done", action=choices[0].value)
    assert "It was so already" in again.text
    undone = await ben.click(again, "Undo")
    assert "○ **Read §4 before Friday**" in undone.text


async def test_forged_action_ids_are_not_found(study: Study) -> None:
    """Typed, from autocomplete, and in custom ids: another group's, absurd ones, and words."""
    ana = await study.person("Ana")
    summary = await summary_of(study)
    await decide(ana, summary, ana)
    foreign = await second_server(study, ana)
    for value in ("999", "1e3", "-1", "٣", "9" * 30, "@everyone"):
        seen = await ana.slash("action done", guild=study.guild, action=value)
        assert "do not find that action" in seen.text, value
    seen = await ana.slash("action done", channel=foreign.channel, action="1")
    assert "do not find that action" in seen.text
    for verb in ("done", "drop", "undo", "keep"):
        seen = await ana.click(foreign, custom_id=f"action:{verb}:1:list:0", forge=True)
        assert "do not find" in seen.text
    assert "○ **Shorter calls**" in text_of(summary)


async def test_t6_the_next_retro_opens_with_unfinished_actions_and_asks(study: Study) -> None:
    """T6: listed on the panel; keep, done or drop in a private answer; the panel follows."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    summary = await summary_of(study)
    for text in ("Keep me", "Do me", "Drop me"):
        await decide(ana, summary, ana, **{"What will be done": text})
    await study.clock.advance(timedelta(hours=1))
    panel = await opened(study)
    assert "**Unfinished from before** · 3 actions" in text_of(panel)
    review = await ana.click(panel, "Review")
    assert review.ephemeral
    first = {c.split(":")[1]: c for c in reversed(custom_ids(review))}
    review = await ana.click(review, custom_id=first["keep"])
    assert "**Keep me**" in review.text
    assert "· kept" in review.text
    second = custom_ids(review)[3:6]
    review = await ana.click(review, custom_id=second[1])
    third = [c for c in custom_ids(review) if "drop" in c][-1]
    review = await ana.click(review, custom_id=third)
    assert "● **Do me**" in review.text
    assert "⊘ **Drop me**" in review.text
    await ana.until(lambda: "**Unfinished from before** · 1 action\n" in text_of(panel))
    assert "Drop me" not in text_of(panel)
    refused = await ben.click(await ben.click(panel, "Review"), custom_id=first["done"])
    assert "They can change it" in refused.text
    await ana.click(review, custom_id=third.replace("drop", "undo"))
    await ana.until(lambda: "· 2 actions\n" in text_of(panel))


async def test_m6_an_actions_text_works_nothing(study: Study) -> None:
    """M6: neither in the summary nor in the list nor on the next panel."""
    ana = await study.person("Ana")
    summary = await summary_of(study)
    await decide(ana, summary, ana, **{"What will be done": NASTY})
    await ana.until(lambda: "loud" in text_of(summary))
    await study.clock.advance(timedelta(hours=1))
    panel = await opened(study)
    for message in (summary, panel):
        assert not message.mention_everyone
        assert "@everyone" not in text_of(message)
        assert "https://bad" not in text_of(message)
        assert "\\*\\*loud\\*\\*" in text_of(message)
    assert "@everyone" not in (await ana.slash("action list")).text
