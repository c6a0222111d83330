"""The plan a group follows: blocks, milestones, paths, dates, the week's prompts, what to read.

A plan is a TOML file (`ml-engineer.toml` is the one that ships) read into frozen values. Progress
hangs on the stable ids inside it, so a group can rename, reorder and extend its plan without losing
anything.

Public: the values of `model`, `loader.load` and `PlanError`, the pure rules of `rules`, `diff`,
`fields` and `rewrite`, and the use cases: `service` (the plan in force), `drafts` (a change that
waits for its confirmation), `edits` (one milestone of it) and `versions` (history and undo).
"""
