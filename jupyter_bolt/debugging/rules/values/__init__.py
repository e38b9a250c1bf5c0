"""Errors over types and values: what is live says what was meant."""
