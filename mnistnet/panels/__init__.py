"""Figures with their words, as more than one page shows them."""
