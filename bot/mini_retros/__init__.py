"""Mini-retros: what a member looks back on each month, alone; their weeks' logs roll up into it.

It is offered on the day before the group's retro opens, or on the last day of a month without one.
Nobody but its member ever sees it, and it counts towards the milestone that the plan names.
"""
