"""What the page MNIST alone uses."""
