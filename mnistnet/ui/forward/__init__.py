"""What the page Forward pass alone uses."""
