"""A feed's answer over HTTP: bytes, entity tag, dates, conditional requests (RFC 9110)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from xml.etree import ElementTree as ET

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Page:
    """A feed's bytes; `modified` is when they last changed, `expires` when they will, if known."""

    body: bytes
    content_type: str
    status: int = 200
    modified: datetime | None = None
    expires: datetime | None = None

    @property
    def etag(self) -> str:
        """The entity tag: a digest of the bytes, in quotes."""
        return f'"{hashlib.sha256(self.body).hexdigest()}"'

    def response(self, asked: Mapping[str, str], now: datetime) -> web.Response:
        """The answer to a request with the headers `asked`: 304 where the client is up to date."""
        headers = {"ETag": self.etag}
        if self.modified is not None:
            headers["Last-Modified"] = format_datetime(self.modified.astimezone(UTC), usegmt=True)
        if self.expires is not None:
            headers["Cache-Control"] = f"max-age={int((self.expires - now).total_seconds())}"
        if self.status == 200 and self._is_known(asked):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = self.content_type
        return web.Response(body=self.body, status=self.status, headers=headers)

    def _is_known(self, asked: Mapping[str, str]) -> bool:
        tags = asked.get("If-None-Match")
        if tags is not None:
            known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return self.etag in known or known == ["*"]
        since = asked.get("If-Modified-Since")
        if since is None or self.modified is None:
            return False
        try:
            return self.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False


def as_bytes(root: ET.Element) -> bytes:
    """The document below `root`, indented, as UTF-8 with its declaration."""
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{text}\n".encode()
