"""Somebody is forgotten: all that is stored about them in one group goes, when they ask for it.

It is done by what each feature declares (`bot.about_person`); `service` does it in one
transaction, and sees to it that messages which name the person lose the name or are deleted.
"""
