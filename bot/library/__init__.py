"""What there is to read and look up: a glossary, and one list of things to learn from (C9).

Glossary, resources and papers are part of the plan's file (`bot.plans`); a group adds what its
members suggest and an organiser accepts. Links that died are reported by members, and replaced by
organisers without touching the plan.
"""
