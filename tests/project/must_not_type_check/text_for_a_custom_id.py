"""A button with an address that no route made."""

from __future__ import annotations

from cogs.common.panels import button

OPENS = button("Me", "me:open:1")  # expect: arg-type
