"""The colours by what they mean, as the theme's own names, so that light and dark follow."""

WINNER = "var(--st-blue-color)"
TARGET = "var(--st-orange-color)"
RISE = "var(--st-blue-color)"
FALL = "var(--st-red-color)"
QUIET = "var(--st-gray-color)"
TEXT = "var(--st-text-color)"
GRID = "var(--st-border-color)"
NOTHING = "rgba(0,0,0,0)"

INK = [[0, "#000000"], [1, "#ffffff"]]
"""Colour scale of an image: 0 is paper, 1 is ink, white on black as in MNIST."""

PIXEL_EDGE = "#333333"
