"""Pictures of plain data: a plan at a glance, planned against real, a calendar of active days.

``roadmap``, ``burn_up`` and ``activity`` each have a frozen dataclass, ``title`` (what the picture
finds), ``alt_text`` and ``in_words`` (the same without a picture), and ``draw``, which gives PNG
bytes. ``draw`` is for the worker's process: ``await bot.worker.run(roadmap.draw, data)``. It loads
``pictures``, the only home of matplotlib, which nothing else may import.

The pictures stand on a mid-tone card of their own with transparent corners: no single text
colour is legible on both of Discord's grounds, and a white card glares on the dark one. The
colours are Okabe and Ito's; marks differ by shape too.
"""
