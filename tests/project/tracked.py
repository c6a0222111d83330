"""The repository's own text files, as git knows them."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = {"", ".md", ".py", ".toml", ".txt", ".yml", ".yaml", ".js", ".css", ".html", ".json"}


def tracked() -> list[Path]:
    """Every file that git tracks, or would track once it is added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [path for name in listed if (path := ROOT / name).is_file()]


def tracked_texts() -> list[Path]:
    """Those among them that are text: no pictures and no other binaries."""
    return [path for path in tracked() if path.suffix in TEXT]
