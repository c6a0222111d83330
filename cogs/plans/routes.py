"""The addresses of the buttons, selects and forms of ``/plan``.

Keys: pages count from 0, blocks and versions from 1. A draft's key names its content, a form's
first key is the version that it was opened on.
"""

from __future__ import annotations

from cogs.common.routes import Route

# The plan: its blocks, and one of them from its beginning or at a page
SEE = Route("plan:see")
BLOCKS = Route("plan:blocks", int)
BLOCK = Route("plan:block", int)
PART = Route("plan:part", int, int)

# A draft; `CONFIRM` also has the version that it was compared with
CONFIRM = Route("plan:confirm", int, str)
CANCEL = Route("plan:cancel", str)
CHANGES = Route("plan:changes", str)

# Versions
VERSIONS = Route("plan:versions", int)
FILE = Route("plan:file", int)
UNDO = Route("plan:undo", int)
SHIPPED = Route("plan:shipped")
UNDO_FOR_SURE = Route("plan:back", int)

# Editing: the list, a milestone by its id, its place in a component, a new one in a component
EDITING = Route("plan:editing", int)
ONE = Route("plan:one", str)
EDIT = Route("plan:edit", str)
SAVE = Route("plan:save", int, str)
MORE = Route("plan:more", str)
SAVE_MORE = Route("plan:save-more", int, str)
MOVE = Route("plan:spot", str)
PLACE = Route("plan:place", str, str)
REMOVE = Route("plan:remove", str)
ADD = Route("plan:add", str)
