"""What the lab's experiments said, for people: a table in the terminal, one web page with plots, Markdown for the docs.

Everything is made from the JSON of the outcomes (`hw3verify.lab.claims.Outcome.to_json`), so that a kept run is shown
like one that has just ended, and nothing here needs torch.
"""
