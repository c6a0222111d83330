"""The addresses of the buttons, selects and forms of ``/settings``."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake
from cogs.settings.pending import Pending

SHOW = Route("settings:show")
CHANNELS = Route("settings:channels")
ANNOUNCEMENTS = Route("settings:announcements")
PAPERS = Route("settings:papers")
RETROS = Route("settings:retros")
BASICS = Route("settings:basics")
RHYTHM = Route("settings:rhythm")
SAVE = Route("settings:save", Pending)

SUPPORT = Route("settings:support")
SAVE_SUPPORT = Route("settings:support-save")
"""What is saved stands in the message that shows it."""

ROLES = Route("settings:roles")
ADD_ROLE = Route("settings:role-add")
ADD_ROLE_FOR_SURE = Route("settings:role-add-sure", snowflake)
REMOVE_ROLE = Route("settings:role-remove", snowflake)
REMOVE_ROLE_FOR_SURE = Route("settings:role-remove-sure", snowflake)

AUDIT = Route("settings:audit", int)
