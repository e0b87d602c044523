"""Assignments: documents that say what is to be shown, and their loader."""
