"""The server around the routes: tokens, unknown routes, the log, checks, pictures."""

from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.rules.openapi import OpenAPI
from sandbox.rules.routes import discord_routes
from sandbox.world.model import Channel
from tests.sandbox.api import Api


async def test_a_route_it_lacks_says_which(api: Api, channel: Channel) -> None:
    for method, path in [
        ("GET", "/voice/regions"),
        ("PATCH", "/applications/@me"),
        ("POST", f"/channels/{channel.id}/invites"),
    ]:
        answer = await api(method, path, {"max_age": 0} if method == "POST" else None)
        assert answer.status == 501
        assert f"{method} {path}" in answer.body["message"]


async def test_a_route_that_discord_lacks_too_is_not_found(api: Api) -> None:
    for method, path, refusal in [
        ("GET", "/nowhere", (404, "404: Not Found")),
        ("GET", "/users/@me/nowhere/else", (404, "404: Not Found")),
        ("PUT", "/users/@me", (405, "405: Method Not Allowed")),
        ("POST", "/voice/regions", (405, "405: Method Not Allowed")),
    ]:
        answer = await api(method, path)
        assert (answer.status, answer.body["message"], answer.code) == (*refusal, 0)


def test_discords_routes_are_those_of_its_description() -> None:
    described = OpenAPI.find()
    if described is None:
        pytest.skip("Discord's description is not on this machine")
    assert sorted(discord_routes()) == sorted(described.routes())


async def test_a_wrong_token_is_refused(api: Api, sandbox: Sandbox) -> None:
    right = api.token
    for token in ("", "wrong", right[:-1]):
        api.token = token
        assert (await api("GET", "/users/@me")).status == 401
    for headers in ({}, {"Authorization": right}, {"Authorization": f"Bearer {right}"}):
        async with api.session.get(f"{sandbox.api_url}/users/@me", headers=headers) as response:
            assert response.status == 401


async def test_every_answer_names_a_proxy_and_its_bucket(api: Api) -> None:
    answer = await api("GET", "/users/@me")
    assert answer.headers["Via"]
    assert answer.headers["X-RateLimit-Remaining"]


async def test_broken_json_and_wrong_shapes_are_refused(
    api: Api, sandbox: Sandbox, channel: Channel
) -> None:
    url = f"{sandbox.api_url}/channels/{channel.id}/messages"
    headers = {"Authorization": f"Bot {api.token}", "Content-Type": "application/json"}
    async with api.session.post(url, data="{", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
    wrong: list[Any] = [[], {"content": 5}, {"embeds": {}}, {"components": [5]}]
    for body in wrong:
        assert (await api("POST", f"/channels/{channel.id}/messages", body)).code == 50035
    assert (await api("GET", "/channels/nonsense")).code == 50035


async def test_the_log_tells_what_was_asked_and_told(api: Api, channel: Channel) -> None:
    await api.ok("POST", f"/channels/{channel.id}/messages", {"content": "x"}, files={"a": b"1"})
    (entry,) = api.sandbox.requests.to("post", "/channels/{id}/messages")
    assert (entry.path, entry.body["content"], entry.files) == (
        f"/channels/{channel.id}/messages",
        "x",
        ["a"],
    )
    assert (entry.status, entry.response["content"], entry.valid) == (200, "x", True)
    assert entry.application_id == api.sandbox.world.application.id
    assert entry.elapsed is not None
    assert entry.elapsed > 0


async def test_what_misses_the_description_is_noted_and_refused(
    api: Api, channel: Channel, sandbox: Sandbox
) -> None:
    answer = await api("POST", f"/channels/{channel.id}/messages", {"content": {"a": 1}})
    assert answer.code == 50035
    if sandbox.openapi is None:
        return
    assert not sandbox.requests[-1].valid
    assert "POST /channels/{channel_id}/messages: request: content" in sandbox.violations[0]


async def test_a_bug_of_the_sandbox_is_not_hidden(api: Api, sandbox: Sandbox) -> None:
    class Broken:
        def get(self, user_id: int) -> None:
            raise RuntimeError("a bug")

    users = sandbox.world.users
    sandbox.world.users = Broken()  # type: ignore[assignment]
    answer = await api("GET", "/users/1")
    sandbox.world.users = users
    assert answer.status == 500
    assert "a bug" in sandbox.violations.pop()


async def test_every_avatar_is_a_picture(api: Api, sandbox: Sandbox) -> None:
    pictures = set()
    for name in ("/avatars/1/a.png", "/embed/avatars/2.png", "/emojis/3.png"):
        async with api.session.get(sandbox.cdn_url + name) as response:
            assert response.content_type == "image/png"
            pictures.add(await response.read())
    assert len(pictures) == 3
