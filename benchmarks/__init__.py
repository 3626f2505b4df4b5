"""How fast everything is, each against a baseline in the same run: ``make bench``."""
