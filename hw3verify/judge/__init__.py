"""From one document to its verdicts: links, chains, goals, records."""
