"""What the feature declares of itself: it stores nothing about anybody."""

from __future__ import annotations

from bot.deadline_files.audited import DEADLINE_FILE
from bot.feature import FeatureData, HelpTopic, export_nothing, forget_nothing

_HELP = (
    HelpTopic(
        "deadline-files",
        "Files of deadlines",
        "Organisers can name a calendar (.ics), or a list as ccf-deadlines and sec-deadlines "
        "publish it (YAML or JSON), and choose deadlines from it for the group. I read it once a "
        "day from then on. A deadline moves once the file has said the same for a day; those who "
        "watch it hear of it once. What you change by hand stays.",
        (("conference file", "name a file, or see those that are read, for organisers"),),
    ),
)

DATA = FeatureData(
    name="deadline_files",
    help=_HELP,
    # Of conferences, not of anybody.
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    audited=(DEADLINE_FILE,),
    kinds=(),
)
