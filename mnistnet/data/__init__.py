"""MNIST and handwriting as files: found, downloaded, read."""
