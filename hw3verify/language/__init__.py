"""From text to readings: sources, blocks, tokens, the grammar, repairs, facts in prose, and back to LaTeX."""
