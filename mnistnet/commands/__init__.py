"""One command of ``python -m mnistnet`` a module."""
