"""Members' progress through the plan: what is open, in progress, done or skipped, and by when.

Every act is a row; the newest row of a milestone is its state, and undo takes that row back, so the
former state returns with its own time, link and note. Progress hangs on the plan's stable ids, and
on ``own-<number>`` for what members add for themselves.

A member's board is read by `queries` and built by `rules.build_board`. They act by `service` (the
state, links and notes, sharing), `overrides` (own dates, hiding), `own` (own milestones and steps)
and `pace` (pace, start, path). `collisions` tells which dates collide, `figures` counts the group
without names and `progress` reads what it counted.
"""
