"""The colours by what they mean, as the theme's own names, so that light and dark follow."""

WINNER = "var(--st-blue-color)"
TARGET = "var(--st-orange-color)"
"""Of the target that is known, and of nothing else."""

QUIET = "var(--st-gray-color)"
TEXT = "var(--st-text-color)"
GRID = "var(--st-border-color)"
NOTHING = "rgba(0,0,0,0)"
CHOSEN = "var(--st-green-color)"
"""Outline of what the visitor looks into; it stands out from ink and paper, from red and blue."""

OURS = "var(--st-green-color)"
"""Of a class's own drawings beside MNIST's images."""

PIXEL_EDGE = "#333333"

UP = "var(--st-red-color)"
DOWN = "var(--st-blue-color)"

INK = [[0, "#000000"], [1, "#ffffff"]]
"""Colour scale of an image: 0 is paper, 1 is ink, white on black as in MNIST."""

PAGE = "var(--st-background-color)"

ON_INK, ON_INK_MARKED, ON_INK_CHOSEN = "#d5dae1", "#ff8a80", "#7fb0ff"
"""Words and outlines on an image's black, the same in light and dark."""

SIGNED = [[0, DOWN], [0.5, PAGE], [1, UP]]
"""Colour scale of weights and contributions: 0 is the page itself."""

STRENGTH = [[0, PAGE], [1, UP]]
"""Colour scale of activations, from 0 to 1."""
