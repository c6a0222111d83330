"""Text, dates, times, zones and links as people type or paste them: a clean value, or a refusal.

Every free field goes through here. Each function returns what is stored, or raises a ``UserError``
that says what to type instead and gives back what was typed. Knows no feature and no database.
"""
