"""Trainings in front of a class: set, queued, each in a process of its own."""
