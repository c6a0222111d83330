"""The bot's requests as the page shows them, and as a command that asks the same again."""

import asyncio
import json
import os
import shlex
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.http.requests import LoggedRequest, RequestLog
from sandbox.page import wire_view
from tests.page.visitor import House, opened
from tests.sandbox.api import Api

API = "http://127.0.0.1:1/api/v10"
HOSTILE = [
    "'; touch hacked; '",
    '"$(touch hacked)" `touch hacked`',
    "a;type=text/html, b",
    "<@/etc/passwd",
    "line\nline\r\n\ttab",
    "back\\slash \\\\ \\n",
    "{1..3} [a-z] * ? ~ # % & | ! \\'",
    "‮ 👍 ẞ",
    "\x1b[31m \x7f",
    "-o hacked",
    "@hacked",
]


def entry(**more: Any) -> LoggedRequest:
    known: dict[str, Any] = {
        "method": "POST",
        "route": "/channels/{channel_id}/messages",
        "path": "/channels/1/messages",
        "query": {},
        "started": 0.0,
        "at": datetime(2026, 3, 3, 12, tzinfo=UTC),
        "application_id": 7,
    }
    return LoggedRequest(**{**known, **more})


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


@pytest.fixture
async def api(house: House) -> Api:
    return Api(house.sandbox, house.ana.session)


async def execute(command: str, folder: Path) -> int:
    """Run a curl command: as a program in a shell where there is one, else by aiohttp."""
    if shutil.which("curl"):
        quiet = f"{command} --silent --output answer --write-out '%{{http_code}}'"
        process = await asyncio.create_subprocess_shell(
            quiet, cwd=folder, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        return int(out)
    return await _by_hand(shlex.split(command)[1:], folder)


async def _by_hand(words: list[str], folder: Path) -> int:
    method, url, headers, data = "", "", {}, None
    form: aiohttp.FormData | None = None
    for flag in iter(lambda: words.pop(0) if words else None, None):
        value = flag if flag.startswith("http") else words.pop(0)
        name, _, content = value.partition("=")
        if flag == "-X":
            method = value
        elif flag == "-H":
            key, _, text = value.partition(": ")
            headers[key] = text
        elif flag == "-d":
            data = value.encode()
        elif flag in ("-F", "--form-string"):
            form = form or aiohttp.FormData()
            file = folder / content[2:-1].replace('\\"', '"').replace("\\\\", "\\")
            form.add_field(name, file.open("rb") if flag == "-F" else content)
        else:
            url = value
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, headers=headers, data=form or data) as response,
    ):
        return response.status


def curl_of(house: House, number: int = -1) -> str:
    sandbox = house.sandbox
    return wire_view.curl(
        sandbox.requests[number], sandbox.api_url, sandbox.world.application.token
    )


@pytest.mark.parametrize("text", HOSTILE)
async def test_the_command_asks_the_same_again(
    house: House, api: Api, tmp_path: Path, text: str
) -> None:
    await api.ok("POST", f"/channels/{house.papers.id}/messages", {"content": text})
    assert await execute(curl_of(house), tmp_path) == 200
    first, second = house.sandbox.requests
    assert (second.body, second.query, second.path) == (first.body, first.query, first.path)
    one, other = house.papers.messages
    assert one.content == other.content == text.strip()
    assert set(os.listdir(tmp_path)) <= {"answer"}


async def test_paths_and_queries_come_whole(house: House, api: Api, tmp_path: Path) -> None:
    message = house.bot_says(house.papers, "hello")
    path = f"/channels/{house.papers.id}/messages/{message.id}/reactions/👍/@me"
    await api.ok("PUT", path)
    await api.ok("DELETE", path)
    assert await execute(curl_of(house, 0), tmp_path) == 204
    assert list(message.reactions) == ["👍"]
    odd = "a b&c=%20?#+/é"
    await api("GET", f"/guilds/{house.guild.id}/members/search", query=odd, limit=5)
    await execute(curl_of(house), tmp_path)
    first, second = house.sandbox.requests[-2], house.sandbox.requests[-1]
    assert first.query == second.query == {"query": odd, "limit": "5"}
    await api("GET", "/nowhere/%3Fa=b%23c%20d")
    await execute(curl_of(house), tmp_path)
    assert house.sandbox.requests[-2].path == house.sandbox.requests[-1].path


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "a;type=text/html",
        "a,b.txt",
        'a"b.txt',
        "a\\..\\b.txt",
        "-o",
        "@x",
        "../up.txt",
    ],
)
async def test_files_are_taken_from_beside_it(
    house: House, api: Api, tmp_path: Path, name: str
) -> None:
    body = {"content": 'x;type="a"; filename=b <c @d'}
    await api.ok("POST", f"/channels/{house.papers.id}/messages", body, files={name: b"1"})
    beside = tmp_path / name.replace("\\", "/").rpartition("/")[2]
    beside.write_bytes(b"2")
    assert await execute(curl_of(house), tmp_path) == 200
    one, other = house.papers.messages
    assert one.content == other.content == body["content"]
    assert [attachment.data for attachment in one.attachments] == [b"1"]
    assert [attachment.data for attachment in other.attachments] == [b"2"]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(WORDS, WORDS, WORDS, st.booleans())
def test_hostile_parts_stay_one_word(path: str, body: str, name: str, uploads: bool) -> None:
    files = [name] if uploads else []
    logged = entry(path=f"/{path}", body={"content": body}, files=files, query={"q": name})
    words = shlex.split(wire_view.curl(logged, API, "token"))
    assert words[:3] == ["curl", "-X", "POST"]
    assert words[3].startswith(f"{API}/")
    assert words[3].isascii()
    assert words[4:6] == ["-H", "Authorization: Bot token"]
    payload = words[-1].removeprefix("payload_json=")
    assert json.loads(payload) == {"content": body}
    assert words[6:-1] == (
        ["-F", words[7], "--form-string"]
        if uploads
        else ["-H", "Content-Type: application/json", "-d"]
    )


def test_the_token_is_named_only_where_it_was() -> None:
    assert "Bot secret" in wire_view.curl(entry(), API, "secret")
    command = wire_view.curl(entry(application_id=None), API, "secret")
    assert shlex.split(command) == ["curl", "-X", "POST", f"{API}/channels/1/messages"]


def test_a_summary_says_how_it_went() -> None:
    done = entry(number=3, status=200, elapsed=0.01234)
    assert wire_view.summary(done) == {
        "number": 3,
        "at": 1772539200000,
        "method": "POST",
        "path": "/channels/1/messages",
        "status": 200,
        "took": 12.3,
        "valid": True,
    }
    under_way = entry(problems=["content: too long"])
    told = wire_view.summary(under_way)
    assert (told["status"], told["took"], told["valid"]) == (None, None, False)


def test_a_detail_tells_everything() -> None:
    logged = entry(query={"a": "b"}, body={"é": [1]}, files=["f"], problems=["p"], response=None)
    told = wire_view.detail(logged, API, "token")
    assert told["route"] == "/channels/{channel_id}/messages"
    assert (told["query"], told["files"], told["problems"]) == ({"a": "b"}, ["f"], ["p"])
    assert told["body"] == '{\n  "é": [\n    1\n  ]\n}'
    assert told["response"] is None
    assert told["curl"] == wire_view.curl(logged, API, "token")


def test_long_bodies_are_cut_with_a_note() -> None:
    whole = json.dumps({"content": "x" * 30_000}, indent=2)
    told = wire_view.detail(entry(body={"content": "x" * 30_000}, response=[]), API, "token")
    shown, _, note = told["body"].rpartition("\n")
    assert whole.startswith(shown)
    assert len(shown) == 20_000
    assert note == f"… {len(whole) - 20_000} more characters"
    assert told["response"] == "[]"
    exact = {"a": "x" * (20_000 - len('{\n  "a": ""\n}'))}
    assert "more characters" not in wire_view.detail(entry(body=exact), API, "token")["body"]


async def test_the_page_reads_a_request_by_its_number(house: House, api: Api) -> None:
    await api.ok("POST", f"/channels/{house.papers.id}/messages", {"content": "hello"})
    await api("GET", "/channels/1")
    told = await house.ana.get("requests/1")
    assert (told["number"], told["status"], told["valid"]) == (1, 200, True)
    assert json.loads(told["response"])["content"] == "hello"
    assert (await house.ana.get("requests/2"))["status"] == 404
    for number in ("0", "3", "999999999"):
        refused = await house.ana.ask("GET", f"requests/{number}")
        assert refused.error == "This request is no longer kept."
    assert (await house.ana.ask("GET", "requests/" + "9" * 5000)).status == 404
    house.sandbox.requests.clear()
    assert (await house.ana.ask("GET", "requests/2")).status == 422


async def test_what_misses_the_description_is_marked(house: House, api: Api) -> None:
    if house.sandbox.openapi is None:
        pytest.skip("Discord's description is not at hand")
    await api("POST", f"/channels/{house.papers.id}/messages", {"content": {"a": 1}})
    told = await house.ana.get("requests/1")
    assert told["valid"] is False
    assert "request: content" in told["problems"][0]
    house.sandbox.violations.clear()


def test_the_log_numbers_its_requests_and_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.http.requests.KEPT", 3)
    log = RequestLog()
    assert (log.find(0), log.find(1), log.latest(5)) == (None, None, [])
    entries = [entry() for _ in range(5)]
    for each in entries:
        log.add(each)
    assert [each.number for each in entries] == [1, 2, 3, 4, 5]
    assert [log.find(number) for number in range(7)] == [None, None, None, *entries[2:], None]
    assert log.latest(2) == entries[3:]
    assert log.latest(9) == list(log) == entries[2:]
    log.clear()
    assert (len(log), log.find(5)) == (0, None)
    later = entry()
    log.add(later)
    assert (later.number, log.find(6), log.find(5)) == (6, later, None)
