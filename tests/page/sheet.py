"""One of everything that messages can hold, as Discord's JSON, to look at and check as a whole."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

MARKDOWN = """# Heading one
## Heading two
### Heading three
-# Small print under it
Plain, **bold**, *italic*, _italic too_, __underlined__, ~~struck~~, ***both*** and ||hidden||.
A line of `code`, a [titled link](https://example.org/a) and a bare one: https://example.org/b?c=d.
> A quote
> of two lines
- One
- Two
  - Two and a half
    - and deeper
1. First
2. Second
```python
def answer() -> int:
    return 42  # and a line that is long enough to need a second one on a narrow screen, surely
```
<@1> and <@2>, <@999>, <@&10>, <#20>, <#999>, @everyone, </paper vote:5>
<t:1772438400:F> · <t:1772449200:R> · <:party:77> :smile: 🎉
\\*not italic\\* and <script>alert(1)</script>"""


def _media(name: str, *, picture: bool = True, **more: Any) -> Json:
    size = {"width": 800, "height": 600} if picture else {}
    kind = "image/png" if picture else "text/plain"
    return {"url": f"/cdn/{name}", "content_type": kind, **size, **more}


def _button(style: int, label: str | None, **more: Any) -> Json:
    return {"type": 2, "style": style, "label": label, "custom_id": f"{style}:{label}", **more}


def _text(content: str) -> Json:
    return {"type": 10, "content": content}


def _row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


_OPTIONS = [
    {"label": "Alpha", "value": "a", "description": "The first", "emoji": {"name": "🅰️"}},
    {"label": "Beta", "value": "b", "default": True},
    {"label": "Gamma", "value": "c", "description": "The last <b>one</b>"},
]

ROWS: Json = {
    "id": "1000",
    "flags": 0,
    "components": [
        _row(
            _button(1, "Done"),
            _button(2, "Later", emoji={"name": "🕒"}),
            _button(3, "Accept"),
            _button(4, "Delete"),
            {"type": 2, "id": 7, "style": 5, "label": "Read", "url": "https://example.org/paper"},
        ),
        _row(
            _button(2, None, emoji={"name": "👍"}),
            _button(1, "Off", disabled=True),
            {"type": 2, "id": 9, "style": 6, "sku_id": "1"},
            _button(
                2, "A label that goes on until it has used up all of the eighty letters it has"
            ),
        ),
        _row({"type": 3, "custom_id": "one", "placeholder": "Pick a letter", "options": _OPTIONS}),
        _row(
            {"type": 5, "custom_id": "who", "placeholder": "Who?", "min_values": 0, "max_values": 3}
        ),
        _row({"type": 8, "custom_id": "where", "channel_types": [0], "disabled": True}),
    ],
}

PANEL: Json = {
    "id": "1001",
    "flags": 1 << 15,
    "components": [
        _text("Above the container: **text** at the top."),
        {
            "type": 17,
            "id": 20,
            "accent_color": 0x3B82F6,
            "components": [
                _text("**Block 1 · Theoretical foundations** · 3 of 8\n▰▰▰▰▱▱▱▱▱▱ 38 %"),
                {"type": 14, "divider": True, "spacing": 1},
                {
                    "type": 9,
                    "components": [
                        _text(
                            "○ **Problem sets on matrix calculus**\n-# due <t:1772438400:D> · 4 h"
                        )
                    ],
                    "accessory": _button(2, "Finish"),
                },
                {
                    "type": 9,
                    "components": [_text("◐ **A section with a picture**"), _text("Two texts.")],
                    "accessory": {
                        "type": 11,
                        "id": 30,
                        "media": _media("thumb.png"),
                        "description": "A thumb",
                    },
                },
                {"type": 14, "divider": True, "spacing": 2},
                {
                    "type": 12,
                    "id": 31,
                    "items": [
                        {"media": _media("one.png"), "description": "A blue one"},
                        {"media": _media("two.png"), "description": None, "spoiler": True},
                        {"media": {"url": "https://example.org/x.png"}, "description": "Elsewhere"},
                    ],
                },
                {
                    "type": 13,
                    "id": 32,
                    "file": _media("notes.txt", picture=False),
                    "name": "notes.txt",
                    "size": 2048,
                },
                _row(_button(2, "‹"), _button(2, "1/3", disabled=True), _button(1, "Next for me")),
                _row({"type": 7, "custom_id": "any", "placeholder": "Whom does it concern?"}),
                _text("-# Only you see this."),
            ],
        },
        {"type": 17, "id": 40, "spoiler": True, "components": [_text("A secret\nof two lines")]},
    ],
}

EMBEDS: list[Json] = [
    {
        "type": "rich",
        "color": 0xEF4444,
        "author": {"name": "arXiv", "url": "https://example.org/", "icon_url": "/cdn/icon.png"},
        "title": "A title that leads somewhere",
        "url": "https://example.org/title",
        "description": "A **description** with `code`, [a link](https://example.org) and\n- a list",
        "fields": [
            {"name": "One", "value": "1", "inline": True},
            {"name": "Two", "value": "2", "inline": True},
            {"name": "Three", "value": "3", "inline": True},
            {"name": "A **wide** one", "value": "with more words in it", "inline": False},
        ],
        "thumbnail": {"url": "/cdn/thumb.png", "width": 80, "height": 80},
        "image": {"url": "/cdn/image.png", "width": 640, "height": 320},
        "footer": {"text": "The footer", "icon_url": "https://example.org/icon.png"},
        "timestamp": "2026-03-01T18:30:00+00:00",
    },
    {"type": "rich", "description": "Only a description", "color": 255},
    {
        "type": "poll_result",
        "fields": [
            {"name": "poll_question_text", "value": "Which paper?"},
            {"name": "total_votes", "value": "4"},
            {"name": "victor_answer_votes", "value": "3"},
            {"name": "victor_answer_text", "value": "The short one"},
        ],
    },
]


def _file(number: int, name: str, kind: str, **more: Any) -> Json:
    url = f"/cdn/attachments/{number}"
    return {
        "id": str(number),
        "filename": name,
        "size": 123456,
        "url": url,
        "content_type": kind,
        **more,
    }


ATTACHMENTS: list[Json] = [
    _file(1, "chart.png", "image/png", width=1200, height=900, description="A rising line"),
    _file(2, "SPOILER_end.png", "image/png", width=300, height=200),
    _file(3, "a-file-name-that-is-" + "very-" * 12 + "long.pdf", "application/pdf"),
    _file(4, "talk.mp3", "audio/mpeg", description="The talk"),
]


def poll(*counts: int, mine: int | None = None, ended: bool = False, several: bool = False) -> Json:
    """A message with a poll of as many answers as counts, numbered from 1."""
    return {
        "id": "1002",
        "poll": {
            "question": {"text": "Which paper do we read?"},
            "answers": [
                {"answer_id": number, "poll_media": {"text": f"Paper {number}"}}
                for number in range(1, len(counts) + 1)
            ],
            "expiry": "2026-03-02T11:00:00+00:00",
            "allow_multiselect": several,
            "results": {
                "is_finalized": ended,
                "answer_counts": [
                    {"id": number, "count": count, "me_voted": number == mine}
                    for number, count in enumerate(counts, 1)
                    if count
                ],
            },
        },
    }


POLLS = [
    poll(0, 0, 0),
    poll(1, 2, 0, several=True) | {"id": "1003"},
    poll(3, 1, 0, mine=1) | {"id": "1004"},
    poll(3, 1, 0, mine=2, ended=True) | {"id": "1005"},
]

DATA = {
    "markdown": MARKDOWN, "messages": [ROWS, PANEL], "embeds": EMBEDS,
    "attachments": ATTACHMENTS, "polls": POLLS,
}  # fmt: skip

SHOW = """(data) => {
  const here = (value) => JSON.parse(JSON.stringify(value, (_, each) =>
    typeof each === "string" && each.startsWith("/cdn/") ? location.origin + each : each));
  const { markdown, messages, embeds, attachments, polls } = here(data);
  document.body.style.setProperty("overflow", "auto");
  show(
    renderMarkdown(markdown, view),
    ...messages.map((message) => renderComponents(message, view)),
    ...embeds.map((embed) => renderEmbed(embed, view)),
    renderAttachments(attachments),
    ...polls.map((message) => renderPoll(message, view)),
  );
}"""
"""Shows ``DATA`` in the harness; ``/cdn/…`` stands for an address on its own server."""
