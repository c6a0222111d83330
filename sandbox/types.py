"""The type of JSON objects, named once."""

from typing import Any

Json = dict[str, Any]
