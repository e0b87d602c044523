"""Answers that are Python functions: compared with verified ones on drawn inputs, in a process of their own."""
