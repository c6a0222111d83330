"""Members' progress through the plan: what is open, in progress, done or skipped, and by when.

Every act is a row; the newest row of a milestone is its state, and undo takes that row back, so the
former state returns with its own time, link and note. Progress hangs on the plan's stable ids, and
on ``own-<number>`` for what members add for themselves.

Public: the use cases of `service` (the board, the acts), `own` (own milestones and steps),
`choices` (own dates, hiding), `pace` (pace, start, path), `wins`, `reminders` and `progress` (the
group, without names); the values of `board`; the pure `rules`, `layout`, `next_up`, `due`,
`collisions`, `steps` and `search`.
"""
