"""Discord's REST errors, raised by handlers and turned into JSON by the server."""

from __future__ import annotations

from sandbox.types import Json


class DiscordError(Exception):
    """An answer other than success: HTTP status, Discord's code and message, nested ``errors``."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        """The JSON that the client receives."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


_UNKNOWN = {
    "account": 10001,
    "application": 10002,
    "channel": 10003,
    "guild": 10004,
    "member": 10007,
    "message": 10008,
    "role": 10011,
    "user": 10013,
    "emoji": 10014,
    "webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
    "guild scheduled event": 10070,
    "overwrite": 10009,
}


def unknown(thing: str) -> DiscordError:
    """404 for a thing that is not there or that the caller may not know of, e.g. ``"channel"``."""
    return DiscordError(
        404,
        _UNKNOWN[thing],
        f"Unknown {thing.title() if thing != 'interaction' else 'interaction'}",
    )


def unauthorized() -> DiscordError:
    """401: no token, or a wrong one."""
    return DiscordError(401, 0, "401: Unauthorized")


def missing_access() -> DiscordError:
    """403: the caller cannot see the place at all."""
    return DiscordError(403, 50001, "Missing Access")


def missing_permissions() -> DiscordError:
    """403: the caller sees the place but may not do this there."""
    return DiscordError(403, 50013, "Missing Permissions")


def not_this_application() -> DiscordError:
    """403: what belongs to another application than the caller."""
    return DiscordError(
        403, 20012, "You are not authorized to perform this action on this application"
    )


def not_implemented(method: str, path: str) -> DiscordError:
    """501: the sandbox lacks this route; the message says which."""
    return DiscordError(501, 0, f"The sandbox has no route {method} {path}")


class Problems:
    """Collects what is wrong with a request body, by path, in the shape Discord nests it.

    ``problems.add("embeds.0.title", "BASE_TYPE_MAX_LENGTH", "Must be 256 or fewer in length.")``
    """

    def __init__(self) -> None:
        self._tree: Json = {}

    def __bool__(self) -> bool:
        return bool(self._tree)

    def add(self, path: str, code: str, message: str) -> None:
        """Note one problem at a dotted path; the empty path is the body itself."""
        node = self._tree
        for key in filter(None, path.split(".")):
            node = node.setdefault(key, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def include(self, others: Problems) -> None:
        """Note everything that ``others`` has, in the same places."""
        _merge(self._tree, others._tree)

    def required(self, path: str) -> None:
        """Note a missing field."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: str, size: int, low: int, high: int) -> None:
        """Note a string or list whose size is outside ``low..high``, if it is."""
        if not low <= size <= high:
            if low and high:
                self.add(
                    path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length."
                )
            else:
                self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")

    def choice(self, path: str, options: object) -> None:
        """Note a value that is none of the allowed ones."""
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {options}.")

    def error(self) -> DiscordError:
        """What has been collected, as one 400 answer."""
        return DiscordError(400, 50035, "Invalid Form Body", self._tree)

    def raise_if_any(self) -> None:
        """Raise what has been collected, if anything."""
        if self:
            raise self.error()


def invalid(path: str, code: str, message: str) -> DiscordError:
    """A 400 Invalid Form Body with a single problem."""
    problems = Problems()
    problems.add(path, code, message)
    return problems.error()


def _merge(into: Json, tree: Json) -> None:
    for key, value in tree.items():
        if key == "_errors":
            into.setdefault(key, []).extend(value)
        else:
            _merge(into.setdefault(key, {}), value)
