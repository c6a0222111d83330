"""Members' progress through the plan: what is open, in progress, done or skipped, and by when.

Every act is a row; the newest row of a milestone is its state, and undo takes that row back, so the
former state returns with its own time, link and note. Progress hangs on the plan's stable ids.

Public: `service` (the acts and the board), the values of `board`, the pure `rules` and `search`.
"""
