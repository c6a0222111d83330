"""*Nominate paper* on any message (A10, U16), over the wire and by what Discord sends of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.arxiv.rules.identifiers import find_keys
from bot.papers.models import NominationRow
from cogs.common.message_text import text_of
from sandbox.rules.usage import SandboxUsageError
from tests.live import Study, custom_ids
from tests.papers.test_wire import count, opened, sqlite_only

KEY = "2203.02155"
MENU = "Nominate paper"


@pytest.mark.parametrize(
    "message",
    [
        {"content": f"Read <https://arxiv.org/abs/{KEY}v2> today, it is good"},
        {"content": "", "embeds": [{"title": f"[{KEY}] Training", "url": "https://example.org"}]},
        {"content": "", "embeds": [{"url": f"https://arxiv.org/pdf/{KEY}"}]},
        {"content": "", "embeds": [{"fields": [{"name": "Paper", "value": f"arXiv:{KEY}"}]}]},
        {"content": "", "embeds": [{"footer": {"text": f"arXiv:{KEY}"}}]},
        {
            "components": [
                {"type": 17, "components": [{"type": 10, "content": f"On {KEY}"}]},
                {"type": 1, "components": [{"type": 2, "custom_id": "a:b:2203.99999"}]},
            ]
        },
        {"components": [{"components": [{"url": f"https://arxiv.org/abs/{KEY}"}]}]},
        {"attachments": [{"filename": f"{KEY}v2.pdf", "url": "https://cdn.example/1/2.pdf"}]},
        {"message_snapshots": [{"message": {"content": f"arxiv.org/abs/{KEY}"}}]},
        {"poll": {"question": {"text": f"Shall we read {KEY}?"}, "answers": []}},
    ],
)
def test_u16_an_id_is_found_wherever_a_message_shows_it(message: dict[str, Any]) -> None:
    assert find_keys(text_of(message)) == [KEY]


def test_u16_who_wrote_a_message_and_what_it_answers_are_not_read() -> None:
    message = {
        "id": f"{KEY}",
        "content": "nothing",
        "author": {"username": f"arXiv:{KEY}"},
        "referenced_message": {"content": f"https://arxiv.org/abs/{KEY}"},
    }
    assert text_of(message) == "nothing"


async def test_a10_u16_the_paper_that_a_message_names_is_nominated(study: Study) -> None:
    """It is looked up at arXiv; another member's wish for the same merges, whoever wrote it."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    said = await ben.send(study.announcements, "Look: https://arxiv.org/abs/2503.16419v1 (long!)")
    seen = await ana.menu(MENU, said)
    assert seen.ephemeral
    assert "Stop Overthinking" in seen.text
    assert "Withdraw" in seen.buttons
    assert "2 members wish for it now" in (await ben.menu(MENU, said)).text
    plain = await ana.send(study.announcements, "no link in here, 3.14 neither")
    refused = await ana.menu(MENU, plain)
    assert "no arXiv id or link in that message" in refused.text
    assert "2203.02155" in refused.text
    zoe = await study.person("Zoe", joined=False)
    assert (await zoe.menu(MENU, said)).buttons == ["Join"]
    assert await count(study, NominationRow) == 2


@sqlite_only
async def test_u16_of_several_papers_in_a_message_one_is_picked(study: Study) -> None:
    """By their titles where they are known; our own shortlist is such a message."""
    ana = await study.person("Ana")
    shortlist = await opened(study)
    asked = await ana.menu(MENU, shortlist)
    assert f"names {len(custom_ids(shortlist, 'paper:more'))} papers" in asked.text
    (menu,) = custom_ids(asked, "paper:which")
    listed = await ana.choose(asked, ["Second"], custom_id=menu)
    assert "on this week's shortlist already" in listed.text
    said = await ana.send(study.papers, "2503.16419, or arXiv:2603.00001, or 2503.16419v1 again")
    two = await ana.menu(MENU, said)
    assert "names 2 papers" in two.text
    assert "Stop Overthinking" in (await ana.choose(two, ["2503.16419"])).text
    many = await ana.send(study.papers, " ".join(f"2603.{number:05}" for number in range(1, 31)))
    assert "Of the last 5" in (await ana.menu(MENU, many)).text
    forged = await ana.choose(two, ["nothing"], custom_id=menu, forge=True)
    assert "could not find an arXiv id" in forged.text


@sqlite_only
async def test_u16_it_is_offered_in_servers_alone(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("paper picks", dm=True)
    await ana.send(ana.dm, "https://arxiv.org/abs/2503.16419")
    with pytest.raises(SandboxUsageError):
        await ana.menu(MENU, list(ana.dm.messages)[-1])
