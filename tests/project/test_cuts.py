"""Text is cut by `bot.inputs.text`, which never divides an emoji, a flag or a letter's accent.

A slice of text to so many code points may. What is text is read from the annotations of parameters,
variables, functions and fields, and from methods that give text. Where a slice ends at a place that
was looked for, it is no cut to a length.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from tests.project.tracked import ROOT, text_of, tracked

HOME = "bot/inputs/text.py"
WEEKDAY = "words.weekday_name(first + timedelta(days=weekday))[:3]"
SLUG = "re.sub('[^a-z0-9]+', '-', plain).strip('-')[:_MAX_ID - 4]"
OF_CODE = {
    ("bot/arxiv/rules/identifiers.py", "key[2:4]"): "digits",
    ("bot/arxiv/rules/identifiers.py", "key[:2]"): "digits",
    ("bot/arxiv/rules/sentences.py", "text[begin:end]"): "a sentence, between places looked for",
    ("bot/charts/words.py", "month_name(day.month)[:3]"): "our own name",
    ("bot/charts/pictures/dates.py", "words.month_name(day.month)[:3]"): "our own name",
    ("bot/charts/pictures/activity.py", "words.month_name(begun.month)[:3]"): "our own name",
    ("bot/charts/pictures/activity.py", WEEKDAY): "our own name",
    ("bot/charts/pictures/streak.py", "words.month_name(begun.month)[:3]"): "our own name",
    ("bot/charts/pictures/streak.py", WEEKDAY): "our own name",
    ("bot/cli/revision.py", "path.name[:4]"): "digits of a file of ours",
    ("bot/deadline_files/formats/parse.py", "key_of(*texts)[:KEY_LENGTH]"): "a digest",
    ("bot/export/rules.py", "'-'.join(words)[:_MAX_NAME]"): "what is left are letters of ASCII",
    ("bot/fetch.py", "header[:9]"): "digits",
    ("bot/inputs/links.py", "text[:8]"): "compared with https://, never shown",
    ("bot/plans/draft_service.py", "content[:_KEY_LENGTH]"): "a digest",
    ("bot/plans/rules/milestone_form.py", "wanted[:4]"): "digits",
    ("bot/plans/toml_edit/milestone_edits.py", SLUG): "what is left are letters of ASCII",
    ("cogs/milestones/daily_topics.py", "about[:1]"): "what is made a capital; the rest follows",
    ("bot/voting/receipts.py", "code[:half]"): "a receipt, which we made",
    ("cogs/library/desk_panels.py", "found.proposed[:_PROPOSED]"): "addresses, each whole",
}
"""Slices of text that no person wrote or reads, with the reason."""

TO_TEXT = frozenset(
    ("casefold", "decode", "format", "join", "lower", "lstrip", "replace", "rstrip", "strip")
)
"""Methods of text, and of bytes, that give text."""


class Names:
    """Which names of a function are text, and which are lengths."""

    def __init__(self, scope: ast.AST) -> None:
        self.text: set[str] = set()
        self.lengths: set[str] = set()
        for node in ast.walk(scope):
            if isinstance(node, ast.arg):
                self._note(node.arg, node.annotation)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self._note(node.target.id, node.annotation)
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                if self.is_text(node.value):
                    self.text.add(node.targets[0].id)
                elif self.is_length(node.value):
                    self.lengths.add(node.targets[0].id)

    def _note(self, name: str, annotation: ast.expr | None) -> None:
        if says_text(annotation):
            self.text.add(name)
        elif annotation is not None and ast.unparse(annotation) == "int":
            self.lengths.add(name)

    def is_text(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr():
                return True
            case ast.Name(id=name):
                return name in self.text
            case ast.Attribute(attr=name):
                return name in fields()
            case ast.Call(func=ast.Attribute(attr=name)) if name in TO_TEXT:
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                return name == "str" or name in functions()
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.is_text(left) or self.is_text(right)
            case ast.BoolOp(values=values):
                return any(map(self.is_text, values))
            case ast.IfExp(body=one, orelse=other):
                return self.is_text(one) or self.is_text(other)
            case ast.Subscript(value=value, slice=ast.Slice()):
                return self.is_text(value)
        return False

    def is_length(self, node: ast.expr) -> bool:
        """Whether a number is made of constants and of what is given as a length."""
        match node:
            case ast.Constant(value=int()):
                return True
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return name.isupper() or name in self.lengths
            case ast.BinOp(left=left, right=right):
                return self.is_length(left) and self.is_length(right)
            case ast.Call(func=ast.Name(id="max" | "min"), args=parts):
                return any(map(self.is_length, parts))
        return False


NOTHING_NAMED = Names(ast.Pass())


def says_text(annotation: ast.expr | None) -> bool:
    if annotation is None:
        return False
    said = ast.unparse(annotation).removeprefix("Mapped[").removesuffix("]")
    return said in ("str", "str | None")


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(ROOT)): ast.parse(text_of(path))
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in ("bot", "cogs")
        and "migrations" not in path.parts
    }


@cache
def nodes() -> list[ast.AST]:
    """All that stands in all modules."""
    return [node for tree in trees().values() for node in ast.walk(tree)]


@cache
def fields() -> frozenset[str]:
    """The names under which some class of ours has a text, whatever others have."""
    text: set[str] = set()
    for owner in nodes():
        if isinstance(owner, ast.ClassDef):
            for each in owner.body:
                if isinstance(each, ast.AnnAssign) and says_text(each.annotation):
                    text.add(ast.unparse(each.target))
    return frozenset(text)


@cache
def functions() -> frozenset[str]:
    """The functions of ours that give text."""
    return frozenset(
        node.name
        for node in nodes()
        if isinstance(node, ast.FunctionDef) and says_text(node.returns)
    )


def may_cut(node: ast.AST) -> bool:
    """Whether a node is of a kind that cuts, whatever it cuts."""
    match node:
        case ast.Subscript(slice=ast.Slice(upper=ast.expr() as upper)):
            return not isinstance(upper, ast.UnaryOp)  # all but what stands at the end
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[spec])):
            return "." in ast.unparse(spec)
        case ast.Import(names=[ast.alias(name="textwrap"), *_]):
            return True
        case ast.ImportFrom(module="textwrap"):
            return True
    return False


def cuts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The slices of text to a length, and what of the standard library cuts by code points."""
    if not any(map(may_cut, ast.walk(tree))):
        return
    scopes = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    for scope in (tree, *scopes):
        found = list(filter(may_cut, ast.walk(scope)))
        names = Names(scope) if found else NOTHING_NAMED
        for node in found:
            match node:
                case ast.Subscript(value=value, slice=ast.Slice(upper=ast.expr() as upper)):
                    if names.is_length(upper) and names.is_text(value):
                        yield node.lineno, ast.unparse(node)
                case ast.FormattedValue(value=value):
                    if names.is_text(value):
                        yield node.lineno, ast.unparse(node)
                case ast.Import() | ast.ImportFrom():
                    yield node.lineno, "textwrap"


def test_text_is_cut_between_characters() -> None:
    found = {
        (name, code, line)
        for name, tree in trees().items()
        if name != HOME
        for line, code in cuts(tree)
    }
    raw = sorted(
        f"{name}:{line}: {code}" for name, code, line in found if (name, code) not in OF_CODE
    )
    assert not raw, "cut or first_characters of bot.inputs.text cut these:\n" + "\n".join(raw)
    gone = set(OF_CODE) - {(name, code) for name, code, _ in found}
    assert not gone, f"no longer there: {gone}"


@pytest.mark.parametrize(
    "code",
    [
        "def f(text: str) -> str:\n    return text[:40]",
        "def f(text: str, limit: int) -> str:\n    return text[: limit - 1] + '…'",
        "def f(text: str) -> str:\n    line = ' '.join(text.split())\n    return line[:_MOST]",
        "def f(found: Card) -> str:\n    return found.question[:_MOST]",
        "def f(found: Paper) -> str:\n    return found.title[:_MOST]",
        "def f(text: str) -> str:\n    return str(text)[:9]",
        "def f(text: str) -> str:\n    return f'{text:.40}'",
        "from textwrap import shorten",
    ],
)
def test_a_raw_cut_is_found(code: str) -> None:
    assert list(cuts(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "def f(text: str) -> str:\n    return text[: text.rfind(' ')]",
        "def f(found: list[str]) -> list[str]:\n    return found[:40]",
        "def f(text: str) -> str:\n    return text[1:-1]",
        "def f(text: str) -> str:\n    return text[8:]",
    ],
)
def test_what_is_no_cut_is_not_found(code: str) -> None:
    assert not list(cuts(ast.parse(code)))
