"""What the log of settings has of the library."""

from __future__ import annotations

from bot.groups.audit_rules import Audited

LIBRARY = Audited("library", "Library", is_one_of_many=True)
LIBRARY_LINK = Audited("library_link", "Link in the library")
