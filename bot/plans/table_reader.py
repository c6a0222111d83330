"""From the tables of a plan file to a `Plan`, or to what is wrong in them, by pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from bot.plans.rules.toml_locations import Location
from bot.plans.values import Plan, bounds


class TablesError(ValueError):
    """Tables that make no plan. `findings` say where, and what is wrong there."""

    def __init__(self, findings: list[tuple[Location, str]]) -> None:
        """Keep them."""
        super().__init__("the tables make no plan")
        self.findings = findings


def read(tables: Mapping[str, Any], most: int) -> Plan:
    """The plan that the tables hold. Raises TablesError with ``most`` findings at most."""
    try:
        return _adapter().validate_python(tables)
    except ValidationError as error:
        details = _without_echoes(error.errors(include_url=False)[:most])
        raise TablesError([(one["loc"], _explain(one)) for one in details]) from None


@cache
def _adapter() -> TypeAdapter[Plan]:
    adapter = TypeAdapter(Plan)
    adapter.rebuild(_types_namespace=vars(bounds))
    return adapter


def _without_echoes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out lists that are only too short because a bad entry in them does not count."""
    return [
        one
        for one in details
        if one["type"] != "too_short"
        or all(other is one or other["loc"][: len(one["loc"])] != one["loc"] for other in details)
    ]


def _explain(detail: ErrorDetails) -> str:
    """Pydantic's finding in the product's words."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing_argument" | "missing":
            return "this key is required"
        case "unexpected_keyword_argument":
            return _unknown_key(str(detail["loc"][-1]))
        case "string_type":
            return "this must be text in quotes"
        case "int_type" | "int_from_float":
            return "this must be a whole number"
        case "bool_type":
            return "this must be true or false"
        case "tuple_type" | "list_type":
            return "this must be a list in [brackets]"
        case "dataclass_type":
            return "this must be a table of keys"
        case "string_too_short":
            return "the text is empty"
        case "string_too_long":
            length = len(detail["input"])
            return f"the text has {length} characters; at most {context['max_length']} fit"
        case "too_long" if detail["loc"][-1] in ("hours", "weeks"):
            return "two whole numbers are wanted here, from and to, such as [4, 8]"
        case "too_long":
            return f"the list is too long; at most {context['max_length']} entries fit"
        case "too_short":
            return f"the list needs at least {context['min_length']}"
        case "greater_than_equal":
            return f"the number must be {context['ge']} or more"
        case "less_than_equal":
            return f"the number must be {context['le']} or less"
        case "literal_error":
            return f"this must be one of {context['expected']}"
        case "string_pattern_mismatch":
            return _PATTERN_HINTS.get(detail["loc"][-1], _SLUG_HINT)
        case _:
            return detail["msg"]


_SLUG_HINT = "lower-case words joined by '-' are wanted here, such as 'first-steps'"
_URL_HINT = "an address starts with https:// (or http://) and has no spaces"
_PATTERN_HINTS: dict[str | int, str] = {
    "url": _URL_HINT,
    "feed": _URL_HINT,
    "arxiv": "an arXiv id without version is wanted here, such as '1908.07585'",
}


def _unknown_key(name: str) -> str:
    near = process.extractOne(name, _known_keys(), scorer=fuzz.ratio, score_cutoff=75)
    return "this key is not known here" + (
        f"; did you mean {near[0]!r}?" if near and near[0] != name else ""
    )


@cache
def _known_keys() -> tuple[str, ...]:
    schema = _adapter().json_schema()
    names = {key for part in (schema, *schema["$defs"].values()) for key in part["properties"]}
    return tuple(sorted(names))
