"""The colours by what they mean, as the theme's own names, so that light and dark follow."""

WINNER = "var(--st-blue-color)"
TARGET = "var(--st-orange-color)"
QUIET = "var(--st-gray-color)"
TEXT = "var(--st-text-color)"
GRID = "var(--st-border-color)"
NOTHING = "rgba(0,0,0,0)"
PIXEL_EDGE = "#333333"

UP = "var(--st-red-color)"
DOWN = "var(--st-blue-color)"

INK = [[0, "#000000"], [1, "#ffffff"]]
"""Colour scale of an image: 0 is paper, 1 is ink, white on black as in MNIST."""

SIGNED = [[0, DOWN], [0.5, "var(--st-background-color)"], [1, UP]]
"""Colour scale of weights and contributions: 0 is the page itself."""

STRENGTH = [[0, "var(--st-background-color)"], [1, UP]]
"""Colour scale of activations, from 0 to 1."""
