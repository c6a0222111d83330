"""What the plan offers to read and look up: its glossary and its resources.

Both are part of the plan's file (`bot.plans`); this room finds in them what somebody asks for.
"""
