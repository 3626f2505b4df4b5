"""What a visitor takes home: the program, the numbers, the page in one file."""
