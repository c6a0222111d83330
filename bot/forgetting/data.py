"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from bot.feature import DeliveryKind, FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.forgetting.values import GRACE_KIND, POST_KIND

# A name has to go however late it is.
_EVER = timedelta(days=3650)

_HELP = (
    HelpTopic(
        "forgetting",
        "Be forgotten",
        "`/forget` shows all that I have about you in a group, and deletes it for good once you "
        "type the group's name. It works after you have left too, in direct messages. `/leave` "
        "alone keeps it for a while, in case you come back.",
        (("forget", "delete all that I have about you in a group"),),
    ),
)

DATA = FeatureData(
    name="forgetting",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(
        DeliveryKind(
            name=POST_KIND,
            title="A message loses the name of somebody who was forgotten",
            lateness=_EVER,
            on_failed=None,
        ),
        DeliveryKind(
            name=GRACE_KIND,
            title="Until when what is yours waits for you",
            lateness=timedelta(days=7),
            # `/forget` says it too, in direct messages and wherever they come back.
            on_failed=None,
            is_anywhere=True,
        ),
    ),
)
