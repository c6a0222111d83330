"""The colour of the library, and what its kinds are called."""

from __future__ import annotations

from bot.library.values import ResourceKind

ACCENT = 0x3B82F6

KINDS = {
    ResourceKind.COURSE: "Courses",
    ResourceKind.DOCS: "Tutorials and documentation",
    ResourceKind.FORUM: "Forums and communities",
    ResourceKind.NEWSLETTER: "Newsletters",
    ResourceKind.BOOK: "Books",
    ResourceKind.ARTICLE: "Articles",
    ResourceKind.PAPER: "Papers",
}
"""As headings."""
