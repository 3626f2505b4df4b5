"""How the shipped networks are made; no page imports it."""
