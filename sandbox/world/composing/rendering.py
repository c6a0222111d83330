"""How message parts come back from the API: embeds and components as Discord completes them.

Bodies are taken as already checked. Optional parts that were null are left out, numbers are given
to components that had none, and ``attachment://`` becomes the address from which the file can be
loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.rules.component_tree import SELECTS, ComponentType, walk
from sandbox.types import Json
from sandbox.world.parts import Attachment
from sandbox.world.payloads import objects as payloads
from sandbox.world.snowflake import Snowflakes

T = ComponentType

_MADE_ANEW: Final = frozenset({"components", "accessory", "media", "file", "items", "id", "type"})
_SPOILABLE: Final = frozenset({T.CONTAINER, T.FILE, T.THUMBNAIL})
_EMBED_LINKS: Final = (
    ("image", "url"),
    ("thumbnail", "url"),
    ("footer", "icon_url"),
    ("author", "icon_url"),
)


class Rendering:
    """Renders the parts of one message; ``attachments`` are its files, found by name."""

    def __init__(self, attachments: list[Attachment], cdn_url: str, ids: Snowflakes) -> None:
        self._files = {attachment.filename: attachment for attachment in attachments}
        self._cdn_url = cdn_url
        self._ids = ids

    def embeds(self, embeds: list[Json]) -> list[Json]:
        """Embeds as the API returns them."""
        return [self._embed(embed) for embed in embeds]

    def _embed(self, embed: Json) -> Json:
        rendered = {"type": "rich", **_without_nulls(embed)}
        for part, key in _EMBED_LINKS:
            url = rendered.get(part, {}).get(key)
            if isinstance(url, str):
                rendered[part][key] = rendered[part][f"proxy_{key}"] = self._address(url)
        for field in rendered.get("fields", []):
            field.setdefault("inline", False)
        return rendered

    def components(self, components: list[Json]) -> list[Json]:
        """Components as the API returns them, numbered from 1 where they had no id."""
        taken = {component["id"] for component in walk(components) if component.get("id")}
        self._taken, self._next = taken, 1
        return [self._component(component) for component in components]

    def _number(self, given: Any) -> int:
        if given:
            return int(given)
        while self._next in self._taken:
            self._next += 1
        self._next += 1
        return self._next - 1

    def _component(self, component: Json) -> Json:
        kind = component["type"]
        rendered = {"type": kind, "id": self._number(component.get("id"))}
        rendered |= {
            key: _without_nulls(value)
            for key, value in component.items()
            if value is not None and key not in _MADE_ANEW
        }
        if "components" in component:
            rendered["components"] = [self._component(each) for each in component["components"]]
        if component.get("accessory"):
            rendered["accessory"] = self._component(component["accessory"])
        if kind in _SPOILABLE:
            rendered.setdefault("spoiler", False)
        self._complete(kind, component, rendered)
        return rendered

    def _complete(self, kind: int, component: Json, rendered: Json) -> None:
        if kind in SELECTS:
            rendered.setdefault("min_values", 1)
            rendered.setdefault("max_values", 1)
            rendered.pop("required", None)
            if defaults := rendered.get("default_values"):
                # discord.py sends these ids as numbers; ids always come back as text.
                rendered["default_values"] = [{**each, "id": str(each["id"])} for each in defaults]
        elif kind == T.CONTAINER:
            rendered.setdefault("accent_color", None)
        elif kind == T.SEPARATOR:
            rendered.setdefault("spacing", 1)
            rendered.setdefault("divider", True)
        elif kind == T.THUMBNAIL:
            rendered["media"] = self._media(component["media"])
            rendered.setdefault("description", None)
        elif kind == T.MEDIA_GALLERY:
            rendered["items"] = [
                {
                    "media": self._media(item["media"]),
                    "description": item.get("description"),
                    "spoiler": bool(item.get("spoiler")),
                }
                for item in component["items"]
            ]
        elif kind == T.FILE:
            rendered["file"] = self._media(component["file"])
            attachment = self._file(component["file"]["url"])
            rendered["name"] = attachment.filename if attachment else None
            rendered["size"] = attachment.size if attachment else None

    def _media(self, media: Mapping[str, Any]) -> Json:
        url = str(media["url"])
        address = self._address(url)
        rendered: Json = {"id": str(self._ids.next()), "url": address, "proxy_url": address}
        attachment = self._file(url)
        width, height = attachment.size_px if attachment and attachment.size_px else (None, None)
        rendered |= {"width": width, "height": height}
        rendered["content_type"] = attachment.content_type if attachment else None
        if attachment:
            rendered["attachment_id"] = str(attachment.id)
        return rendered

    def _file(self, url: str) -> Attachment | None:
        return self._files.get(url.removeprefix("attachment://"))

    def _address(self, url: str) -> str:
        if not url.startswith("attachment://"):
            return url
        attachment = self._file(url)
        return url if attachment is None else payloads.file_url(attachment, self._cdn_url)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        # Most of what a part holds are texts and numbers, so only the rest is gone into.
        return {
            key: _without_nulls(each) if isinstance(each, (dict, list)) else each
            for key, each in value.items()
            if each is not None
        }
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value
