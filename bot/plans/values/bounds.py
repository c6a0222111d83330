"""The types of a plan's fields, each with its bounds, as pydantic checks them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Strict

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Slug = Annotated[str, Strict(), Field(max_length=40, pattern=ID_PATTERN)]
Title = Annotated[str, Strict(), Field(min_length=1, max_length=80)]
Label = Annotated[str, Strict(), Field(min_length=1, max_length=45)]
LongTitle = Annotated[str, Strict(), Field(min_length=1, max_length=250)]
Line = Annotated[str, Strict(), Field(min_length=1, max_length=200)]
Text = Annotated[str, Strict(), Field(min_length=1, max_length=600)]
# At most twenty of the characters that take three where the address stands in a text.
_SIGNS = r"()\[\]\\`|\""
_ADDRESS = rf"^https?://[^\s<>{_SIGNS}]+([{_SIGNS}][^\s<>{_SIGNS}]*){{0,20}}$"
Url = Annotated[str, Strict(), Field(max_length=500, pattern=_ADDRESS)]
Count = Annotated[int, Strict(), Field(ge=1, le=1000)]
CountRange = tuple[Count, Count]
Lines = Annotated[tuple[Line, ...], Field(max_length=12)]
References = Annotated[tuple[Slug, ...], Field(max_length=12)]
