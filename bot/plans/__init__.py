"""The plan a group follows: blocks, milestones, paths, dates, the week's prompts, what to read.

A plan is a TOML file (`ml-engineer.toml` is the one that ships) read into frozen values. Progress
hangs on the stable ids inside it, so a group can rename, reorder and extend its plan without losing
anything.

Public: `values`, `loader.load` and `PlanError`, the pure `rules` and `toml_edit`, `queries` (the
plan in force and its versions), and the use cases: `service` (another plan, undo), `draft_service`
(a change that waits to be confirmed) and `edit_service` (a change of one milestone).
"""
