"""The search for proofs."""
