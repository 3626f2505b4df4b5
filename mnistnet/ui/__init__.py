"""What the pages share: canvas, figures, words, session state, messages."""
