"""The local page on which a derivation is judged as it is typed: `hw3verify serve`."""
