"""Files of messages: from an upload to something the CDN serves."""

from __future__ import annotations

import mimetypes
import re
import struct
from collections.abc import Mapping
from itertools import chain
from typing import Any, Final

from sandbox.rules.errors import Problems
from sandbox.rules.limits import ATTACHMENTS, check_files, check_list, check_object, check_text
from sandbox.world.composing.uploads import Upload
from sandbox.world.model import Channel, Directory
from sandbox.world.parts import Attachment, FileData

_UNSAFE: Final = re.compile(r"[^\w.()\[\]-]+")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_GIF: Final = (b"GIF87a", b"GIF89a")


def check(
    problems: Problems, listed: Any, uploads: Mapping[str, Upload], known: frozenset[str]
) -> None:
    """Note what is wrong with the ``attachments`` of a body.

    Each entry names an upload (``"0"`` for ``files[0]``) or one of the message's ``known``
    attachments by id. Raises 413 for files that are too large.
    """
    check_files(len(upload.data) for upload in uploads.values())
    problems.length("attachments", len(uploads), 0, ATTACHMENTS)
    if listed is None or not check_list(problems, "attachments", listed, 0, ATTACHMENTS):
        return
    for index, entry in enumerate(listed):
        path = f"attachments.{index}"
        if not check_object(problems, path, entry):
            continue
        if entry.get("filename") is not None:
            check_text(problems, f"{path}.filename", entry["filename"], 1, 1024)
        if str(entry.get("id")) not in known | uploads.keys():
            problems.add(
                f"{path}.id", "ATTACHMENT_NOT_FOUND", f"Attachment data for {path} not found"
            )
        if entry.get("description") is not None:
            check_text(problems, f"{path}.description", entry["description"], 0, 1024)


def names(listed: Any, uploads: Mapping[str, Upload]) -> frozenset[str]:
    """The names that new files will have, for ``attachment://`` addresses."""
    entries = _entries(listed)
    return frozenset(_name(entries.get(key, {}), upload) for key, upload in uploads.items())


def store(
    channel: Channel, listed: Any, uploads: Mapping[str, Upload], *, ephemeral: bool = False
) -> list[Attachment]:
    """Put the uploads on the CDN as attachments of a message in ``channel``."""
    entries = _entries(listed)
    stored = []
    for key, upload in uploads.items():
        entry = entries.get(key, {})
        attachment_id = channel.world.ids.next()
        filename = _name(entry, upload)
        attachment = Attachment(
            id=attachment_id,
            filename=filename,
            data=FileData.of(attachment_id, upload.data),
            content_type=_content_type(filename, upload),
            path=f"attachments/{channel.id}/{attachment_id}/{filename}",
            description=entry.get("description"),
            title=entry.get("title"),
            ephemeral=ephemeral,
            duration_secs=entry.get("duration_secs"),
            waveform=entry.get("waveform"),
            size_px=picture_size(upload.data),
        )
        channel.world.files[attachment.path] = attachment
        stored.append(attachment)
    return stored


def kept(attachments: list[Attachment], listed: Any) -> list[Attachment]:
    """Of a message's attachments those that an edit's ``attachments`` still lists."""
    if listed is None:
        return attachments
    ids = {str(entry["id"]) for entry in listed}
    return [attachment for attachment in attachments if str(attachment.id) in ids]


def move(world: Directory, old: str) -> None:
    """Let messages that show files of the CDN at ``old`` name them at the present address."""
    if old == world.cdn_url:
        return
    before, after = f"{old}/", f"{world.cdn_url}/"
    for channel in world.channels.values():
        for message in chain(channel.messages, *channel.ephemeral.values()):
            message.embeds = _moved(message.embeds, before, after)
            message.components = _moved(message.components, before, after)


def _moved(value: Any, before: str, after: str) -> Any:
    if isinstance(value, dict):
        return {key: _moved(each, before, after) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, before, after) for each in value]
    if isinstance(value, str) and value.startswith(before):
        return after + value.removeprefix(before)
    return value


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or GIF, read from its header; None for anything else."""
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(_GIF) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return None


def _entries(listed: Any) -> dict[str, Mapping[str, Any]]:
    return {str(entry["id"]): entry for entry in listed or ()}


def _name(entry: Mapping[str, Any], upload: Upload) -> str:
    name = _UNSAFE.sub("_", str(entry.get("filename") or upload.filename)).lstrip(".") or "file"
    return f"SPOILER_{name}" if entry.get("is_spoiler") else name


def _content_type(filename: str, upload: Upload) -> str | None:
    guessed = mimetypes.guess_type(filename)[0]
    if upload.content_type and upload.content_type != "application/octet-stream":
        return upload.content_type
    return guessed or upload.content_type
