"""Verdicts for people and programs: text for a terminal, one JSON object a line, and its schema."""
