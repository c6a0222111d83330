"""What the log of settings has of newsletters."""

from __future__ import annotations

from bot.groups.audit_rules import Audited

NEWSLETTER = Audited("newsletter", "Newsletter", is_one_of_many=True)
