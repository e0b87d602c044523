"""The trusted part: exact evaluation, the inference rules, and the only maker of a certificate."""
