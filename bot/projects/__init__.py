"""Projects of members: from the first question to the case study, with ethics at every stage (C8).

A project is its member's alone until they publish it to the group. What it is asked, its common
pain points and its stages stand in the group's plan; where that has none, `guide` has general ones.
No project is published without its risks and their mitigations, or a stated reason (U12).
"""
