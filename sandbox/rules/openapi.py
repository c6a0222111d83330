"""Checks bodies against Discord's own OpenAPI description, when that file is at hand.

The description is looked for at `DISCORD_OPENAPI`, else as `shared/discord-openapi.json` beside the
project. Without it (or without the `jsonschema_rs` package) the sandbox works all the same, only
unchecked. A route is named by its template (`/channels/{channel_id}/messages`); what its parameters
are called does not matter.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.rules.openapi_exceptions import ANSWER_EXCEPTIONS, REQUEST_EXCEPTIONS, loosened

if TYPE_CHECKING:
    import jsonschema_rs

Json = Any
"""What `json.loads` gives: the description cannot promise more before it has looked."""

_REQUESTS, _ANSWERS = "urn:discord:requests", "urn:discord:answers"
_HTTP_METHODS = frozenset({"get", "put", "post", "patch", "delete"})
_PARAMETER = re.compile(r"\{[^}]*\}")
_TRUE, _FALSE = frozenset({"1", "true"}), frozenset({"0", "false"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where a body misses the description.

    `path` leads to the value, `code` is Discord's name for the kind of miss
    (`BASE_TYPE_REQUIRED`, …), `message` a sentence. `str(problem)` is one line for a log.
    """

    path: tuple[str | int, ...]
    code: str
    message: str

    def __str__(self) -> str:
        where = ".".join(map(str, self.path)) or "body"
        return f"{where}: {self.message}"


def as_errors(problems: Iterable[Problem]) -> dict[str, Any]:
    """The problems as the nested `errors` object that Discord puts into a 50035 answer."""
    errors: dict[str, Any] = {}
    for problem in problems:
        level = errors
        for step in problem.path:
            level = level.setdefault(str(step), {})
        level.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return errors


class OpenAPI:
    """The description of one API, with a validator per route that is compiled on first use."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """`document` is the parsed description, which is read with the listed exceptions."""
        import jsonschema_rs  # noqa: PLC0415  (a development dependency: only where it can be used)

        self._rs = jsonschema_rs
        self._document = document
        self._registry = jsonschema_rs.Registry(
            [
                (_REQUESTS, loosened(document, REQUEST_EXCEPTIONS)),
                (_ANSWERS, loosened(document, ANSWER_EXCEPTIONS)),
            ]
        )
        self._paths = {nameless(path): path for path in self._document["paths"]}
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    @classmethod
    def find(cls) -> OpenAPI | None:
        """The description on this machine, parsed once per process, or None where there is none.

        Raises `FileNotFoundError` if `DISCORD_OPENAPI` names a file that is not there.
        """
        named = os.environ.get("DISCORD_OPENAPI")
        beside = Path(__file__).resolve().parents[3] / "shared" / "discord-openapi.json"
        path = Path(named) if named else beside
        if not named and not path.is_file():
            return None
        try:
            return _load(path)
        except ModuleNotFoundError:
            return None

    def describes(self, method: str, route: str) -> bool:
        """Whether the description knows this method on this route."""
        return self._operation(method, route) is not None

    def routes(self) -> list[tuple[str, str]]:
        """Every described (METHOD, template), in the order of the file."""
        return [
            (method.upper(), path)
            for path, item in self._document["paths"].items()
            for method in item
            if method in _HTTP_METHODS
        ]

    def request_problems(
        self, method: str, route: str, body: Json, query: Mapping[str, str] | None = None
    ) -> list[Problem]:
        """What is wrong with a request: its JSON body (of a form, the `payload_json`) and query.

        A route that is not described has no problems; nor has an absent body that may be absent.
        """
        found = self._operation(method, route)
        if found is None:
            return []
        pointer, operation = found
        problems = self._query_problems(pointer, operation, query or {})
        described = operation.get("requestBody")
        if described is None or (body is None and not described.get("required")):
            return problems
        media = _json_media(described["content"])
        if media is None:
            return problems
        schema = f"{pointer}/requestBody/content/{_escape(media)}/schema"
        return problems + self._problems(_REQUESTS, schema, body)

    def response_problems(self, method: str, route: str, status: int, body: Json) -> list[Problem]:
        """What is wrong with an answer of the sandbox; 500 and above are never described."""
        found = self._operation(method, route)
        if found is None or status >= 500:
            return []
        pointer, operation = found
        for key in (str(status), f"{status // 100}XX"):
            if key in operation["responses"]:
                break
        else:
            return [Problem((), "UNDESCRIBED_STATUS", f"status {status} is not described")]
        response = operation["responses"][key]
        pointer = f"{pointer}/responses/{key}"
        if "$ref" in response:
            pointer = response["$ref"].removeprefix("#")
            response = self._document["components"]["responses"][pointer.rsplit("/", 1)[1]]
        media = _json_media(response.get("content", {}))
        if media is None:
            if body in (None, "", b""):
                return []
            return [Problem((), "UNDESCRIBED_BODY", f"status {status} carries no body")]
        return self._problems(_ANSWERS, f"{pointer}/content/{_escape(media)}/schema", body)

    def _operation(self, method: str, route: str) -> tuple[str, dict[str, Any]] | None:
        path = self._paths.get(nameless(route))
        if path is None:
            return None
        operation = self._document["paths"][path].get(method.lower())
        if operation is None:
            return None
        return f"/paths/{_escape(path)}/{method.lower()}", operation

    def _query_problems(
        self, pointer: str, operation: dict[str, Any], query: Mapping[str, str]
    ) -> list[Problem]:
        problems = []
        for index, parameter in enumerate(operation.get("parameters", [])):
            if parameter["in"] != "query":
                continue
            name = parameter["name"]
            if name in query:
                value = _from_query(query[name], parameter["schema"].get("type"))
                misses = self._problems(_REQUESTS, f"{pointer}/parameters/{index}/schema", value)
                problems += [
                    Problem((name, *miss.path), miss.code, miss.message) for miss in misses
                ]
            elif parameter.get("required"):
                problems.append(Problem((name,), "BASE_TYPE_REQUIRED", "This field is required"))
        return problems

    def _problems(self, root: str, pointer: str, value: Json) -> list[Problem]:
        where = f"{root}#{_fragment(pointer)}"
        validator = self._validators.get(where)
        if validator is None:
            # The mask keeps what people wrote, and tokens, out of logs.
            validator = self._rs.Draft202012Validator(
                {"$ref": where}, registry=self._registry, validate_formats=True, mask="This value"
            )
            self._validators[where] = validator
        return [_problem(error) for error in validator.iter_errors(value)]


@lru_cache(maxsize=2)
def _load(path: Path) -> OpenAPI:
    return OpenAPI(json.loads(path.read_bytes()))


def nameless(route: str) -> str:
    """A route template without its parameters' names: `/channels/{}/messages`."""
    return _PARAMETER.sub("{}", route)


def _json_media(content: Mapping[str, Any]) -> str | None:
    for media in ("application/json", "multipart/form-data", "application/x-www-form-urlencoded"):
        if media in content:
            return media
    return None


def _from_query(text: str, kind: str | list[str] | None) -> Json:
    kinds = [kind] if isinstance(kind, str) else kind or []
    if "boolean" in kinds and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    if "integer" in kinds and re.fullmatch(r"-?\d+", text):
        return int(text)
    if "array" in kinds:
        return text.split(",")
    return text


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _fragment(pointer: str) -> str:
    return pointer.replace("{", "%7B").replace("}", "%7D").replace("@", "%40")


def _problem(error: jsonschema_rs.ValidationError) -> Problem:
    """The most telling part of an error: of a union, the branch that was most likely meant."""
    if error.kind.name in ("oneOf", "anyOf"):
        context: list[list[jsonschema_rs.ValidationError]] = getattr(error.kind, "context", [])
        branches = [branch for branch in context if branch]
        if branches:
            depth = len(error.instance_path)
            return _problem(min(branches, key=lambda branch: _distance(branch, depth))[0])
    return Problem(tuple(error.instance_path), _code(error), error.message)


def _distance(branch: list[jsonschema_rs.ValidationError], depth: int) -> tuple[int, int]:
    """How far a union's branch is from being meant: other JSON type, other `type`, then misses."""
    wrong = 0
    for error in branch:
        below = error.instance_path[depth:]
        if not below and error.kind.name == "type":
            wrong = max(wrong, 2)
        elif below == ["type"]:
            wrong = max(wrong, 1)
    return wrong, len(branch)


_CODES = {
    "required": "BASE_TYPE_REQUIRED",
    "maxLength": "BASE_TYPE_MAX_LENGTH",
    "minLength": "BASE_TYPE_MIN_LENGTH",
    "maxItems": "BASE_TYPE_MAX_LENGTH",
    "minItems": "BASE_TYPE_MIN_LENGTH",
    "maximum": "NUMBER_TYPE_MAX",
    "minimum": "NUMBER_TYPE_MIN",
    "enum": "BASE_TYPE_CHOICES",
    "const": "BASE_TYPE_CHOICES",
    "oneOf": "UNION_TYPE_CHOICES",
    "anyOf": "UNION_TYPE_CHOICES",
    "pattern": "STRING_TYPE_REGEX",
    "format": "STRING_TYPE_FORMAT",
    "uniqueItems": "SET_TYPE_ALREADY_CONTAINS_VALUE",
}


def _code(error: jsonschema_rs.ValidationError) -> str:
    return _CODES.get(error.kind.name, "BASE_TYPE_BAD_TYPE")
