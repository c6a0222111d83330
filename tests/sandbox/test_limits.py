"""Discord's limits on message bodies and components, by their problems."""

from typing import Any

import pytest

from sandbox.rules.errors import DiscordError
from sandbox.rules.permissions import ALL
from sandbox.world.composing import compose
from sandbox.world.composing.uploads import Upload
from sandbox.world.model import Channel, Message

V2 = 1 << 15


def text(content: str = "x") -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(custom_id: str = "b", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "custom_id": custom_id, "label": "Go", **more}


def row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


def select(**more: Any) -> dict[str, Any]:
    options = [{"label": "a", "value": "a"}]
    return {"type": 3, "custom_id": "s", "options": options, **more}


def layout(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(components), **more}


def legacy(*components: dict[str, Any]) -> dict[str, Any]:
    return {"content": "x", "components": list(components)}


def embed(**parts: Any) -> dict[str, Any]:
    return {"embeds": [parts]}


def made(
    channel: Channel, body: dict[str, Any], uploads: dict[str, Upload] | None = None
) -> Message:
    author = next(user for user in channel.world.users.values() if user.bot)
    return compose.new_message(channel, author, body, uploads or {}, permissions=ALL)


def flat(errors: Any, path: str = "") -> dict[str, str]:
    if "_errors" in errors:
        return {path: errors["_errors"][0]["code"]}
    found: dict[str, str] = {}
    for key, value in errors.items():
        found |= flat(value, f"{path}.{key}" if path else key)
    return found


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": 5}, "content", "STRING_TYPE_CONVERT"),
        ({"content": "x", "nonce": "n" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "t"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
        (embed(title="t" * 257), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        (embed(description="d" * 4097), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
        (embed(footer={"text": "f" * 2049}), "embeds.0.footer.text", "BASE_TYPE_MAX_LENGTH"),
        (
            embed(fields=[{"name": "n", "value": "v"}] * 26),
            "embeds.0.fields",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embed(fields=[{"name": "", "value": "v"}]),
            "embeds.0.fields.0.name",
            "BASE_TYPE_REQUIRED",
        ),
        (embed(color=1 << 24), "embeds.0.color", "NUMBER_TYPE_RANGE"),
        (embed(image={"url": "file:///x"}), "embeds.0.image.url", "URL_TYPE_INVALID_SCHEME"),
        (
            {"embeds": [{"description": "d" * 4000}] * 2},
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        (
            {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        (legacy(*[row(button(str(n))) for n in range(6)]), "components", "BASE_TYPE_MAX_LENGTH"),
        (legacy(text()), "components.0.type", "UNION_TYPE_CHOICES"),
        (legacy(row()), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (
            legacy(row(*[button(str(n)) for n in range(6)])),
            "components.0.components",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            legacy(row(select(), button())),
            "components.0.components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (legacy(row(button(), button())), "components", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (
            legacy(row(button("b" * 101))),
            "components.0.components.0.custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            legacy(row(button(label="l" * 81))),
            "components.0.components.0.label",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            legacy(row({"type": 2, "style": 5, "label": "x"})),
            "components.0.components.0.url",
            "BASE_TYPE_REQUIRED",
        ),
        (
            legacy(row({"type": 2, "style": 1, "label": "x"})),
            "components.0.components.0.custom_id",
            "BASE_TYPE_REQUIRED",
        ),
        (
            legacy(row(select(options=[]))),
            "components.0.components.0.options",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            legacy(row(select(options=[{"label": "a", "value": "a"}] * 2))),
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (
            legacy(row(select(min_values=3, max_values=2))),
            "components.0.components.0.max_values",
            "NUMBER_TYPE_RANGE",
        ),
        (
            legacy(row(select(max_values=3, options=[{"label": "a", "value": "a"}]))),
            "components.0.components.0.max_values",
            "NUMBER_TYPE_MAX",
        ),
        (
            layout(text(), content="x"),
            "content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
        (
            layout(text(), embeds=[{"title": "t"}]),
            "embeds",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
        (layout(*[text()] * 41), "components", "BASE_TYPE_MAX_LENGTH"),
        (
            layout({"type": 17, "components": [text()] * 40}),
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
        ),
        (
            layout(text("t" * 2001), text("t" * 2000)),
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
        ),
        (
            layout({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
            "components.0.components.0.type",
            "UNION_TYPE_CHOICES",
        ),
        (
            layout({"type": 9, "components": [text()]}),
            "components.0.accessory",
            "BASE_TYPE_REQUIRED",
        ),
        (
            layout({"type": 9, "components": [text()] * 4, "accessory": button()}),
            "components.0.components",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            layout({"type": 13, "file": {"url": "attachment://missing.txt"}}),
            "components.0.file.url",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        ),
        (
            layout({"type": 12, "items": []}),
            "components.0.items",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            layout({**text(), "id": 4}, {**text(), "id": 4}),
            "components",
            "COMPONENT_ID_DUPLICATED",
        ),
        ({"poll": {"question": {"text": "q" * 301}}}, "poll.question.text", "BASE_TYPE_BAD_LENGTH"),
        (
            {
                "poll": {
                    "question": {"text": "q"},
                    "answers": [{"poll_media": {"text": "a" * 56}}],
                }
            },
            "poll.answers.0.poll_media.text",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"content": "x", "attachments": [{"id": "0"}]},
            "attachments.0.id",
            "ATTACHMENT_NOT_FOUND",
        ),
    ],
)
def test_bodies_beyond_the_limits_are_refused(
    body: dict[str, Any], path: str, code: str, channel: Channel
) -> None:
    with pytest.raises(DiscordError) as refused:
        made(channel, body)
    assert refused.value.code == 50035
    assert flat(refused.value.errors)[path] == code


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000},
        {"embeds": [{"description": "d" * 4096}, {"description": "d" * 1904}]},
        legacy(*[row(*[button(f"{r}{n}") for n in range(5)]) for r in range(5)]),
        legacy(row(select(options=[{"label": f"{n}", "value": f"{n}"} for n in range(25)]))),
        layout(*[text("t" * 100)] * 40),
        layout({"type": 17, "components": [text()] * 39}),
        layout({"type": 9, "components": [text()] * 3, "accessory": button()}),
    ],
)
def test_bodies_at_the_limits_pass(body: dict[str, Any], channel: Channel) -> None:
    assert made(channel, body)


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": " \n "}, {"flags": V2}])
def test_an_empty_message_is_refused(body: dict[str, Any], channel: Channel) -> None:
    with pytest.raises(DiscordError) as refused:
        made(channel, body)
    assert refused.value.code == 50006


def test_all_problems_come_at_once(channel: Channel) -> None:
    with pytest.raises(DiscordError) as refused:
        made(channel, {"content": "x" * 2001, "embeds": [{"title": "t" * 257}]})
    assert set(flat(refused.value.errors)) == {"content", "embeds.0.title"}


def test_components_come_back_complete(channel: Channel) -> None:
    file = Upload("notes.txt", b"12345", "text/plain")
    body = layout(
        {
            "type": 17,
            "components": [
                {**text("hello"), "id": 1},
                {"type": 14},
                {"type": 13, "file": {"url": "attachment://notes.txt"}},
                {"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}]},
                row(select(placeholder=None)),
            ],
        }
    )
    message = made(channel, body, {"0": file})
    (container,) = message.components
    display, separator, shown, gallery, action_row = container["components"]
    assert container["id"] == 2
    assert (container["accent_color"], container["spoiler"]) == (None, False)
    assert display == {"type": 10, "id": 1, "content": "hello"}
    assert separator == {"type": 14, "id": 3, "spacing": 1, "divider": True}
    assert (shown["name"], shown["size"]) == ("notes.txt", 5)
    assert shown["file"]["url"].startswith(channel.world.cdn_url)
    assert gallery["items"][0]["media"]["url"] == "https://example.org/a.png"
    menu = action_row["components"][0]
    assert (menu["min_values"], menu["max_values"]) == (1, 1)
    assert "placeholder" not in menu


def test_an_edit_keeps_what_it_does_not_name(channel: Channel) -> None:
    message = made(channel, {"content": "x", **embed(title="t"), "components": [row(button())]})
    embeds, components = message.embeds, message.components
    compose.edit_message(message, {"content": "y"}, {}, permissions=ALL)
    assert (message.content, message.embeds, message.components) == ("y", embeds, components)
    compose.edit_message(message, {"embeds": []}, {}, permissions=ALL)
    assert (message.content, message.embeds) == ("y", [])


def test_the_layout_flag_stays_and_needs_the_rest_emptied(channel: Channel) -> None:
    plain = made(channel, {"content": "x"})
    with pytest.raises(DiscordError):
        compose.edit_message(plain, layout(text()), {}, permissions=ALL)
    assert plain.content == "x"
    compose.edit_message(plain, layout(text(), content=None), {}, permissions=ALL)
    assert plain.uses_components_v2
    compose.edit_message(plain, {"flags": 0, "components": [text("z")]}, {}, permissions=ALL)
    assert plain.uses_components_v2
    with pytest.raises(DiscordError):
        compose.edit_message(plain, {"content": "back"}, {}, permissions=ALL)
