"""``syllabot privacy``: the privacy policy and the terms, for the website of who runs the bot."""

from __future__ import annotations

import click


@click.command("privacy")
@click.option("--terms", is_flag=True, help="Print the terms of use instead.")
@click.option("--contact", help="How to reach you, such as a mail address; named in the text.")
def print_privacy(terms: bool, contact: str | None) -> None:
    """Print what is stored, why, for how long, and who sees it, as Markdown.

    Discord asks a verified app for the addresses of both pages.
    """
    from bot import privacy  # noqa: PLC0415 - `run` must not pay for this
    from cogs.features import FEATURES  # noqa: PLC0415 - nor for discord.py

    stored = privacy.declared(feature.data for feature in FEATURES)
    click.echo(privacy.terms(contact) if terms else privacy.policy(stored, contact), nl=False)
