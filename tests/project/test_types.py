"""Mistakes that the type checker is to see: each sample holds one, and says which error it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).with_name("must_not_type_check")


def expected() -> set[tuple[str, int, str]]:
    """Sample, line and error code, as the comments in the samples say."""
    return {
        (path.name, number, found[1])
        for path in SAMPLES.glob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (found := re.search(r"# expect: ([a-z-]+)$", line))
    }


def test_the_type_checker_refuses_every_sample_and_nothing_else_in_it() -> None:
    """With the cache of `make check`, if it has run: then it takes seconds."""
    samples = sorted(SAMPLES.glob("*.py"))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", *samples],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(
        rf"^{SAMPLES.relative_to(ROOT)}/(\w+\.py):(\d+): error: .*\[([a-z-]+)\]$",
        done.stdout,
        re.MULTILINE,
    )
    assert {(name, int(line), code) for name, line, code in found} == expected(), done.stdout
    assert {name for name, _, _ in expected()} == {path.name for path in samples}
