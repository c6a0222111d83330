"""Who may ask the sandbox, and what a browser may do with its answers."""

import ipaddress
import json
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import psutil
import pytest
import yarl

from sandbox import Sandbox, Upload
from sandbox.http.guard import is_local
from sandbox.page import Opening
from sandbox.page.routes import STATIC
from sandbox.world.composing.uploads import upload
from tests.page.visitor import House, opened


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


FOREIGN_HOSTS = [
    "evil.test",
    "evil.test:{port}",
    "127.0.0.1.evil.test:{port}",
    "localhost.evil.test",
    "127.0.0.1.nip.io:{port}",
    "a@evil.test",
    "127.0.0.2:{port}",
    "0.0.0.0:{port}",
    "",
    " ",
    "[::1",
    "127.0.0.1:x",
]
FOREIGN_ORIGINS = [
    "null",
    "http://evil.test",
    "http://127.0.0.1.evil.test:{port}",
    "http://127.0.0.1:1",
    "http://localhost:{port}",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}/",
    "file://",
    "",
]


def headers_of(sandbox: Sandbox) -> list[dict[str, str]]:
    hosts = [{"Host": host.format(port=sandbox.port)} for host in FOREIGN_HOSTS]
    return hosts + [{"Origin": each.format(port=sandbox.port)} for each in FOREIGN_ORIGINS]


def addresses(house: House) -> list[tuple[str, str, bytes | None, dict[str, str]]]:
    """One of each kind: a page, a script, a question, an act, the wire, the API, the CDN, feeds."""
    sandbox, who = house.sandbox, f"as={house.ana.id}"
    kept = upload(sandbox.world, Upload("a.txt", b"x"), sandbox.world.application.id)
    said = json.dumps({"channel": str(house.papers.id), "content": "hello"}).encode()
    token = {"Authorization": f"Bot {sandbox.world.application.token}"}
    posted = f"{sandbox.api_url}/channels/{house.papers.id}/messages"
    page = f"{sandbox.url}page/"
    return [
        ("GET", sandbox.url, None, {}),
        ("GET", f"{sandbox.url}static/main.js", None, {}),
        ("GET", f"{page}messages?{who}&channel={house.papers.id}", None, {}),
        ("POST", f"{page}act/send?{who}", said, {}),
        ("POST", f"{page}files?{who}&name=a", b"x", {}),
        ("POST", f"{page}clock/hour?{who}", None, {}),
        ("POST", posted, b'{"content": "hello"}', {**token, "Content-Type": "application/json"}),
        ("GET", f"{sandbox.cdn_url}/{kept.path}", None, {}),
        ("GET", f"{sandbox.url}nowhere", None, {}),
    ]


async def status(
    house: House, method: str, url: str, data: bytes | None, headers: dict[str, str]
) -> int:
    async with house.ana.session.request(method, url, data=data, headers=headers) as response:
        return response.status


async def test_the_foreign_are_refused_everywhere_and_nothing_is_done(house: House) -> None:
    asked = addresses(house)
    mark, files = house.sandbox.world.journal.mark, len(house.sandbox.world.files)
    for foreign in headers_of(house.sandbox):
        for method, url, data, headers in asked:
            got = await status(house, method, url, data, {**headers, **foreign})
            assert got == 403, (foreign, method, url)
    world = house.sandbox.world
    assert (world.journal.mark, len(world.files), len(house.papers.messages)) == (mark, files, 0)
    assert len(house.sandbox.requests) == 0
    assert house.clock.now().hour == 7


async def test_this_machine_is_served_under_its_names(house: House) -> None:
    port = house.sandbox.port
    fine: list[dict[str, str]] = [{}]
    for name in ("127.0.0.1", "localhost", "LocalHost"):
        fine.append({"Host": f"{name}:{port}"})
        fine.append({"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"})
    for given in fine:
        answers = [
            await status(house, method, url, data, {**headers, **given})
            for method, url, data, headers in addresses(house)
        ]
        assert answers == [200] * 8 + [404]


async def test_sockets_of_the_foreign_are_refused(house: House) -> None:
    for foreign in headers_of(house.sandbox):
        for url in (f"{house.sandbox.url}page/live?as={house.ana.id}", house.sandbox.gateway_url):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await house.ana.session.ws_connect(url, headers=foreign)
            assert refused.value.status == 403, (foreign, url)
    own = {"Origin": house.sandbox.url.rstrip("/")}
    url = f"{house.sandbox.url}page/live"
    async with house.ana.session.ws_connect(url, headers=own) as socket:
        assert (await socket.receive_json())["epoch"]


def test_whose_names_are_of_this_machine() -> None:
    assert is_local("[::1]:80", "http://[::1]:80")
    assert is_local("localhost", "http://localhost")
    assert not is_local("localhost", "http://localhost:8080")
    assert not is_local("[::2]", None)


async def test_it_listens_on_loopback_only(house: House) -> None:
    listening = [
        connection.laddr
        for connection in psutil.Process().net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == house.sandbox.port
    ]
    assert listening
    assert all(ipaddress.ip_address(address.ip).is_loopback for address in listening)


def page_files() -> list[str]:
    """The names of the page's files, below its folder."""
    return [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()]


def policy_of(headers: object) -> dict[str, str]:
    text = headers["Content-Security-Policy"]  # type: ignore[index]
    parts = (part.strip().partition(" ") for part in text.split(";"))
    return {name: value for name, _, value in parts}


async def test_pages_scripts_and_styles_reach_nothing_but_this_server(house: House) -> None:
    pages = {"index.html": None, "opening/opening.html": Opening([], print)}
    names = [name for name in page_files() if name not in pages]
    assert {name.rpartition(".")[2] for name in names} == {"js", "css", "svg"}
    asked = [("", opening) for opening in pages.values()]
    asked += [(f"static/{name}", None) for name in names]
    for path, house.sandbox.page.opening in asked:
        async with house.ana.session.get(house.sandbox.url + path) as response:
            assert response.status == 200, path
            policy = policy_of(response.headers)
            assert policy.pop("default-src") == "'none'"
            assert set(policy.values()) <= {"'self'", "'none'"}
            assert policy["script-src"] == "'self'"
            assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
            assert policy["form-action"] == "'none'"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("a.html", None, False),
        ("a.svg", None, False),
        ("a.js", None, False),
        ("a.pdf", None, False),
        ("a.txt", "text/html", False),
        ("a.png", "image/svg+xml", False),
        ("a.png", "IMAGE/SVG+XML; charset=utf-8", False),
        ("a.bin", "image/svg+xml ; x", False),
        ("a", None, False),
        ("a.png", None, True),
        ("a.jpg", None, True),
        ("a.gif", None, True),
        ("a.webp", "image/webp", True),
    ],
)
async def test_uploads_cannot_act_as_pages(
    house: House, name: str, kind: str | None, shown: bool
) -> None:
    world = house.sandbox.world
    kept = upload(world, Upload(name, b"<script>alert(1)</script>", kind), world.application.id)
    async with house.ana.session.get(f"{house.sandbox.cdn_url}/{kept.path}") as response:
        assert response.status == 200
        policy = policy_of(response.headers)
        assert policy == {"default-src": "'none'", "sandbox": ""}
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers.get("Content-Disposition") == (None if shown else "attachment")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/live.py",
        "/static/..%5croutes.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/index.html",
        "/static/opening/opening.html",
        "/static/main.js%00.css",
        "/static/no_such_file.js",
        "/static/",
        "/static/bars/..%2f..%2fviews.py",
        "/static/bars/../../acts.py",
        "/../sandbox/server.py",
    ],
)
async def test_nothing_but_the_pages_own_files_is_served(house: House, path: str) -> None:
    port = urlsplit(house.sandbox.url).port
    url = yarl.URL(f"http://127.0.0.1:{port}{path}", encoded=True)
    async with house.ana.session.get(url) as response:
        assert response.status in (400, 404), path
        assert "import" not in await response.text()
