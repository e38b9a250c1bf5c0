"""A language model as a source of candidates: what it is asked, and what is made of its answers."""
