"""Classes that work together: their codes, tasks and drawings, outside of any one process."""
