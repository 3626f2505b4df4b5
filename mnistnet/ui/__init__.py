"""What the pages share; and, in a folder a page, what one page alone uses."""
