"""Reports as HTML: a page for one submission, a page for a class, and the pieces that both are made of."""
