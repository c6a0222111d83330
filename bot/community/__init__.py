"""Community: what a group shares beyond its plan; so far the conferences its members aim for.

Public: what there is in ``conferences``, the use cases that change it in ``conference_changes``,
deadlines as people type and read them in ``rules``. Others ask ``conferences.watched``: the coming
deadlines that a member watches, as instants.
"""
