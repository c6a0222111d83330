"""Which links are kept (P4)."""

from __future__ import annotations

import pytest

from bot.errors import UserError
from bot.inputs.links import clean_link


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a?b=c#d",
        "http://localhost:8000",
        " https://example.org ",
        "https://例え.jp/é",
    ],
)
def test_p4_web_addresses_are_kept(link: str) -> None:
    assert clean_link(link) == link.strip()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "example.org",
        "https://",
        "https://exa mple.org",
        "https://example.org/)[x](https://evil.example",
        "https://example.org/>@everyone",
        "https://user:password@example.org",
        "https://example.org:port",
        "https://[::1",
        "https://example.org/\u202egpj.exe",
        "https://example.org/" + "a" * 400,
        "@everyone",
    ],
)
def test_p4_other_links_are_refused_and_what_was_typed_comes_back(link: str) -> None:
    with pytest.raises(UserError) as caught:
        clean_link(link, "my note")
    assert caught.value.typed == f"{link}\n\nmy note"
