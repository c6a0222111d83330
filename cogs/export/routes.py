"""The addresses of the form and the buttons of ``/export restore``. Keys: the group's guild id."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

RESTORE = Route("export:restore", snowflake)
RESTORE_FOR_SURE = Route("export:restore-sure", snowflake)
LEAVE_IT = Route("export:leave-it", snowflake)
