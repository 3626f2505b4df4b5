"""What the page Error alone uses."""
