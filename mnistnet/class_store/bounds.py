"""How much of everything a server takes, and how long it keeps a class."""

LIFE = 24 * 60 * 60.0
"""Seconds after which a class that nobody has touched is erased."""

MAX_CLASSES = 1_000
"""Classes on a server at a time: three times what a district of 10,000 pupils has."""

MAX_PUPILS = 300
"""Pupils in a class."""

MAX_TASKS = 200
"""Tasks in a class: one a minute for three hours."""

MAX_OF_PUPIL = 300
"""Drawings of one pupil in a class: one every ten seconds for fifty minutes."""

MAX_OF_CLASS = 10_000
"""Drawings in a class."""

MAX_OF_SERVER = 500_000
"""Drawings on a server: at `MAX_TEXT` characters each at most 3.75 GB, of real ones 0.1 GB."""
