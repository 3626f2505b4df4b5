"""What the page Draw alone uses."""
