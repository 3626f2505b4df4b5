"""What the page Network alone uses."""
