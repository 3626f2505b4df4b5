"""Numbers and words in, a Plotly figure out."""
