"""The plan a group follows: blocks, milestones, paths, dates, the week's prompts, what to read.

A plan is a TOML file (`ml-engineer.toml` is the one that ships) read into frozen values. Progress
hangs on the stable ids inside it, so a group can rename, reorder and extend its plan without losing
anything.

Public: the values of `model`, `loader.load` and `PlanError`, the pure rules of `rules` and `diff`,
and the use cases of `service`, which keeps every version of a group's plan.
"""
