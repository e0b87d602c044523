"""What divergences of laws are in closed form. Every formula is a sum of terms that cannot be negative, on exact
differences of the parameters; modules register their formulas when `laws` is imported."""
