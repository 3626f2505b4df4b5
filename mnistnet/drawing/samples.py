"""Ten handwritten digits, for those who cannot draw one or have not yet."""

from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import decode

WRITTEN = (
    "kANAvAJoIwIjChUSERgPGgkeByABIgAaBBwEGggYEB4WGhYQJAQkDxYRFhkQGwgXBBcEGQAZAyEFHwkdEyMXFxUHFQA",
    "kAM-4AHEAQ4NDAsODQoPChEKDQYAAggADAAQARQBEgAUARIADgEQAA4BEAEOABABDgAQABABDgAOABAAEAEOAA4AEA",
    "kANAsAHEAQgdDBkSDRYLGAUaAhgGFgwOEgoWBBgDGgkaDRwNFBEUExQTFBUWFRgTFgsQCAgcAxYDHAMeAxgAGAAaAhoC",
    "kAM-uAGYARoVHhEaAxoCGAYYFgweARYJFg8UGw4fDA8KDgQgAh4GFhASFgwWABoFGg0YFRIdDhsIGwEdBxUJEQ8JEw",
    "kAMg8AFwBxwFHgkeCxoNHgkaAxIYCCgDGgEaAxwBHAEeAB4BkAMa0AK4AQEYARgBGAEYARgDGgMaARgBGAEWARgBFg",
    "kAMu4AF8AyIDIgsoAxwQAxoLGgcaBBwKFg4QFAwaBBoDHAscDxgXEh0MHQYbAxsLGwuQAw7gAXwYARoAGgEcAx4DHgM",
    "kAM-zAJkExATEBESERIPFg8YDRoJGAcaBRoBGAAYBh4OGhAUFgwcBBoDGAsWEQ4VBBcFGQkVGxMjByEMHRQNGAkY",
    "kAMsnAGkARwBHAMcAR4AHgAeACAFHgUSBAAWDSAPIg0aDxoPHA0eCRgHGgkYBxoHGpADDOABvAImAyYDHAEcABwB",
    "kANA8AKoARsdGxUlASEKFxgLIAwgGCAWEBoQGBAeHhIiAyYTIiEUJQglDR0ZBx8IIxATFhEWERYPGA8WDxwdEB0BEwkP",
    "kAM87AK4ARMfFxcXBRsCFwgTEBEYCRgCJhIeFAoaBBoBFgsWDxATDiUGFQAUACQDJAMYAxoDGAMaAxoFGgMaBRo",
)
"""The digits 0 to 9 as the page's address keeps a drawing: ``?drawing=...`` shows one."""


def sample(digit: int) -> Drawing:
    """Return a handwritten digit, 0 to 9."""
    return decode(WRITTEN[digit])
