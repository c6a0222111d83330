"""The measurements behind ``make bench``: figures and ratios, printed; nothing here asserts."""
