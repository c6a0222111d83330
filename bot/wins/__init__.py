"""Wins: what members finished and released to the group, posted at once and weekly (C7).

A win is a milestone or step that is done and shared (`bot.milestones.service.share`); nothing is
public before, and taking the win back (`bot.milestones.service.take_back`) or the milestone ends
that. Nobody's wins are counted or compared. When one was shared stands in the milestones' table, so
this room has no table.
"""
