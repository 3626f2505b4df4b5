"""What the page Class alone uses."""
