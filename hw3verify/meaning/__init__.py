"""What a derivation speaks of, as plain data: expressions, claims, worlds, values, evidence."""
