"""What somebody means who types a part of a plan's name."""

from __future__ import annotations

from bot.errors import NotFound
from bot.inputs.search import pick
from bot.inputs.text import ascii_signs
from bot.plans.values import Block, Plan


def find_block(plan: Plan, typed: str) -> Block:
    """The block with this id, number or title.

    Raises:
        NotFound: there is none.
    """
    found = pick([(block.id, block.title) for block in plan.blocks], typed)
    for number, block in enumerate(plan.blocks, start=1):
        if block.id == found or ascii_signs(typed) == str(number):
            return block
    raise NotFound("The plan has no such block. Pick one as you type, or leave it empty.")
