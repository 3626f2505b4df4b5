"""One command of ``mnistnet`` a module."""
