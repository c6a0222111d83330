"""Files that users attach to commands and forms."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from sandbox.world.model import Directory
from sandbox.world.parts import Attachment, FileData


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a user attaches. Without ``content_type`` it is guessed from the name."""

    filename: str
    data: bytes
    content_type: str | None = None


def upload(world: Directory, file: Upload, application_id: int) -> Attachment:
    """Put a file on the CDN as an attachment of an interaction."""
    attachment_id = world.ids.next()
    attachment = Attachment(
        id=attachment_id,
        filename=file.filename,
        data=FileData.of(attachment_id, file.data),
        content_type=file.content_type or mimetypes.guess_type(file.filename)[0],
        path=f"ephemeral-attachments/{application_id}/{attachment_id}/{file.filename}",
        ephemeral=True,
    )
    world.files[attachment.path] = attachment
    return attachment
