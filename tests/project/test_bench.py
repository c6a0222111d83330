"""The measurements' command line. What they measure is looked at by hand."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from tests.bench.__main__ import MEASUREMENTS, main


def test_help_lists_every_measurement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(name in told and what in told for name, what in MEASUREMENTS.items())


def test_an_unknown_name_is_refused_with_those_that_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "ticks", "evenings"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    assert told.err.startswith("There is no measurement evenings.")
    assert all(name in told.err for name in MEASUREMENTS)


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_each_measurement_has_its_module(name: str) -> None:
    assert importlib.util.find_spec(f"tests.bench.{name}") is not None
