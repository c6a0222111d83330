"""Sessions: the group meets, once or every week, and sees who comes (C10).

A session is what an organiser planned; each time that the group meets is a meeting of it. Of a
weekly one there is always one meeting ahead: when it is over or called off, the next one opens.

Public: what there is in ``queries``; planning, moving and calling off in ``service``, saying who
comes and notes in ``answers``, completing the milestone that one is about in ``completing``; the
life of a meeting in ``meetings``, who hears of it in ``telling``.
"""
