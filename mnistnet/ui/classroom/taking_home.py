"""A class's drawings as files, and a class opened again from one."""

from mnistnet.class_store.records import ClassState


def offer_files(state: ClassState) -> None:
    """Offer what was sent to a class as files."""


def bring_class() -> None:
    """Let the visitor open a class again from what was taken home."""
