"""Against Discord's own description: what discord.py sends passes, what is wrong is named."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands, ui
from discord.http import MultipartParameters, handle_message_parameters

from sandbox import Permissions, Sandbox, rest
from sandbox.rules.openapi import OpenAPI, as_errors
from tests.sandbox.bare_bot import pointed_at

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture(scope="module")
def description() -> OpenAPI:
    found = OpenAPI.find()
    if found is None:
        pytest.skip("Discord's description is not on this machine")
    return found


def sent(parameters: MultipartParameters) -> Any:
    """The JSON body that discord.py puts on the wire for a message."""
    for part in parameters.multipart or []:
        if part["name"] == "payload_json":
            return json.loads(part["value"])
    return parameters.payload


def panel() -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[Any] = ui.Container(accent_colour=discord.Colour(0x3B82F6))
    button = ui.Button[Any](label="Done", custom_id="done:1")
    container.add_item(ui.Section(ui.TextDisplay("**Block 1**"), accessory=button))
    container.add_item(
        ui.Section(ui.TextDisplay("b"), accessory=ui.Thumbnail("attachment://a.png"))
    )
    container.add_item(ui.Separator())
    container.add_item(ui.MediaGallery(discord.MediaGalleryItem("https://example.org/a.png")))
    options = [discord.SelectOption(label="a", description="b", emoji="👍", default=True)]
    container.add_item(ui.ActionRow(ui.Select(custom_id="pick", options=options)))
    container.add_item(ui.ActionRow(ui.UserSelect(custom_id="who")))
    container.add_item(
        ui.ActionRow(ui.ChannelSelect(custom_id="where", channel_types=[discord.ChannelType.text]))
    )
    container.add_item(ui.ActionRow(ui.Button(label="Read", url="https://example.org")))
    view.add_item(container)
    view.add_item(ui.File("attachment://a.txt"))
    return view


def form() -> ui.Modal:
    modal = ui.Modal(title="A card", custom_id="card:1")
    text = ui.TextInput[Any](custom_id="text", style=discord.TextStyle.paragraph, max_length=500)
    modal.add_item(ui.Label(text="What worked", description="One thing", component=text))
    choices = [discord.RadioGroupOption(label="Yes"), discord.RadioGroupOption(label="No")]
    modal.add_item(ui.Label(text="Sure?", component=ui.RadioGroup(custom_id="r", options=choices)))
    boxes = [discord.CheckboxGroupOption(label="Mon")]
    modal.add_item(ui.Label(text="Days", component=ui.CheckboxGroup(custom_id="d", options=boxes)))
    modal.add_item(ui.Label(text="File", component=ui.FileUpload(custom_id="f")))
    modal.add_item(ui.Label(text="Who", component=ui.UserSelect(custom_id="u")))
    return modal


def poll() -> discord.Poll:
    poll = discord.Poll("Which one?", timedelta(hours=2))
    return poll.add_answer(text="a").add_answer(text="b", emoji="👍")


def attachment(name: str = "a.txt") -> discord.File:
    return discord.File(io.BytesIO(b"x"), name, description="what it shows")


def embed() -> discord.Embed:
    when = datetime(2026, 3, 2, tzinfo=UTC)
    return discord.Embed(title="a", description="b", timestamp=when).add_field(name="c", value="d")


@pytest.mark.parametrize(
    "parameters",
    [
        {"content": "hi", "nonce": "abc", "allowed_mentions": discord.AllowedMentions.none()},
        {"content": "hi", "allowed_mentions": discord.AllowedMentions(users=[discord.Object(5)])},
        {"embed": embed(), "file": attachment()},
        {"poll": poll()},
        {"content": "a", "message_reference": {"message_id": 3, "channel_id": 2, "guild_id": 1}},
        {"message_reference": {"message_id": 3, "channel_id": 2, "type": 1}},
    ],
    ids=["text", "mentions", "embed and file", "poll", "reply", "forward"],
)
def test_messages_of_discord_py_pass(description: OpenAPI, parameters: dict[str, Any]) -> None:
    body = sent(handle_message_parameters(**parameters))
    assert not description.request_problems("POST", MESSAGES, body)


async def test_panels_and_forms_of_discord_py_pass(description: OpenAPI) -> None:
    body = sent(handle_message_parameters(view=panel(), flags=discord.MessageFlags()))
    assert not description.request_problems("POST", MESSAGES, body)
    assert not description.request_problems("POST", CALLBACK, {"type": 4, "data": body})
    opened = {"type": 9, "data": form().to_dict()}
    assert not description.request_problems("POST", CALLBACK, opened)


@pytest.mark.parametrize(
    ("method", "route", "body"),
    [
        ("POST", "/users/@me/channels", {"recipient_id": 5}),
        (
            "PUT",
            "/channels/{c}/permissions/{t}",
            {"id": 1, "allow": "0", "deny": "2048", "type": 0},
        ),
        ("POST", "/guilds/{g}/roles", {"name": "x", "permissions": "8"}),
        ("POST", "/channels/{c}/messages/bulk-delete", {"messages": [1, 2]}),
        ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
        ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "a", "value": "b"}]}}),
    ],
)
def test_the_exceptions_let_pass_what_discord_takes(
    description: OpenAPI, method: str, route: str, body: Any
) -> None:
    assert not description.request_problems(method, route, body)


def test_commands_of_discord_py_pass(description: OpenAPI) -> None:
    group = app_commands.Group(
        name="paper", description="d", default_permissions=discord.Permissions(manage_guild=True)
    )

    @group.command(name="vote", description="v")
    async def vote(
        interaction: discord.Interaction,
        stars: app_commands.Range[int, 1, 5],
        text: app_commands.Range[str, 1, 20] = "a",
        user: discord.User | None = None,
        file: discord.Attachment | None = None,
        share: float = 1.0,
    ) -> None:
        """Only its signature matters here."""

    client = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(client)
    body = json.loads(json.dumps([group.to_dict(tree)]))
    assert not description.request_problems("PUT", "/applications/{id}/commands", body)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"content": "x" * 4001}, ("content",)),
        ({"content": 5}, ("content",)),
        ({"embeds": [{"title": "x"}] * 11}, ("embeds",)),
        ({"allowed_mentions": {"users": ["ana"]}}, ("allowed_mentions", "users", 0)),
        (
            {
                "components": [
                    {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x" * 101}]}
                ]
            },
            ("components", 0, "components", 0, "custom_id"),
        ),
        ({"poll": {"question": {"text": "x" * 301}, "answers": []}}, ("poll", "question", "text")),
    ],
)
def test_a_wrong_request_is_named_by_place(description: OpenAPI, body: Any, path: object) -> None:
    problems = description.request_problems("POST", MESSAGES, body)
    assert path in [problem.path for problem in problems]


def test_problems_nest_as_discord_nests_them_and_repeat_nothing_private(
    description: OpenAPI,
) -> None:
    secret = "s3cret" * 1000
    problems = description.request_problems("POST", MESSAGES, {"content": secret})
    errors = as_errors(problems)
    assert errors["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    assert secret not in str(errors)
    assert str(problems[0]).startswith("content: ")


def test_queries_are_read_as_their_types(description: OpenAPI) -> None:
    def problems(**query: str) -> list[str]:
        return [
            str(problem) for problem in description.request_problems("GET", MESSAGES, None, query)
        ]

    assert not problems(limit="100", before="5")
    assert problems(limit="101")
    assert problems(limit="many")
    assert not description.request_problems("POST", CALLBACK, {"type": 1}, {"with_response": "1"})


def test_answers_are_held_to_the_description_as_it_stands(description: OpenAPI) -> None:
    me = {
        "id": "1", "username": "ana", "discriminator": "0", "avatar": None, "global_name": None,
        "public_flags": 0, "flags": 0, "primary_guild": None,
    }  # fmt: skip
    route = "/users/{user_id}"
    assert not description.response_problems("GET", route, 200, me)
    assert description.response_problems("GET", route, 200, {**me, "id": 1})
    assert description.response_problems("GET", route, 201, me)
    assert not description.response_problems("GET", route, 404, {"message": "x", "code": 10013})
    assert description.response_problems("GET", route, 404, {"error": "x"})
    assert not description.response_problems("GET", route, 503, "anything")
    assert description.response_problems("DELETE", "/channels/{c}/messages/{m}", 204, {"id": "1"})
    assert not description.response_problems("DELETE", "/channels/{c}/messages/{m}", 204, None)


def test_routes_that_are_not_described_have_no_problems(description: OpenAPI) -> None:
    assert not description.describes("GET", "/no/such/thing")
    assert not description.request_problems("GET", "/no/such/thing", {"a": 1})
    assert ("POST", MESSAGES) in description.routes()


def test_it_is_parsed_once_and_every_route_compiles(description: OpenAPI) -> None:
    assert OpenAPI.find() is description
    for method, route in description.routes():
        description.request_problems(method, route, {})
        description.response_problems(method, route, 200, {})


def test_the_description_beside_the_project_is_found() -> None:
    """Where it lies there, nothing that wants it is skipped."""
    beside = Path(__file__).parents[3] / "shared" / "discord-openapi.json"
    assert (OpenAPI.find() is not None) == beside.is_file()


def test_without_the_file_there_is_no_description(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", str(tmp_path / "absent.json"))
    with pytest.raises(FileNotFoundError):
        OpenAPI.find()


def test_the_environment_names_another_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, description: OpenAPI
) -> None:
    operation = {"responses": {"200": {"description": "all is well"}}}
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(
        json.dumps({"openapi": "3.1.0", "paths": {"/only/here": {"get": operation}}})
    )
    monkeypatch.setenv("DISCORD_OPENAPI", str(elsewhere))
    found = OpenAPI.find()
    assert found is not None
    assert found.routes() == [("GET", "/only/here")]


async def test_a_wrong_request_is_answered_400_and_noted_and_a_right_one_is_not() -> None:
    if OpenAPI.find() is None:
        pytest.skip("Discord's description is not on this machine")
    async with Sandbox() as sandbox, aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bot {sandbox.world.application.token}"}
        channel = sandbox.world.create_guild("Night owls").create_text_channel("papers")
        url = f"{sandbox.api_url}/channels/{channel.id}/messages"
        async with session.post(url, json={"content": "hello"}, headers=headers) as response:
            assert response.status == 200
        assert sandbox.violations == []
        async with session.post(url, json={"embeds": "no"}, headers=headers) as response:
            assert response.status == 400
            body = await response.json()
        assert body["code"] == 50035
        assert body["errors"]["embeds"]["_errors"]
        assert [line.split(": ")[1:3] for line in sandbox.violations] == [["request", "embeds"]]
        assert [entry.valid for entry in sandbox.requests] == [True, False]


async def test_what_discord_py_sends_is_taken_and_every_answer_conforms() -> None:
    async with Sandbox() as sandbox:
        sandbox.limiter.relax()
        guild = sandbox.world.create_guild("Night owls", bot_permissions=Permissions.ADMINISTRATOR)
        channel = guild.create_text_channel("papers")
        client = discord.Client(intents=discord.Intents(guilds=True))
        with pointed_at(sandbox):
            async with client:
                await client.login(sandbox.world.application.token)
                place = client.get_partial_messageable(channel.id)
                first = await place.send("hello")
                await first.reply("again", file=attachment())
                await place.send(embed=embed())
                await place.send(poll=poll())
                shown = await place.send(view=panel(), files=[attachment(), attachment("a.png")])
                await shown.edit(view=panel())
        assert len(channel.messages) == 5
        assert sandbox.violations == []


async def test_every_route_of_the_sandbox_is_one_that_discord_describes(
    description: OpenAPI,
) -> None:
    routes = [(route.method, route.path) for route in rest.routes()]
    assert len(routes) > 80
    unknown = [route for route in routes if not description.describes(*route)]
    assert unknown == []
