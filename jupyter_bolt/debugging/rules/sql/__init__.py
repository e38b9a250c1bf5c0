"""Text in a cell that another language reads: SQL, and the conditions of `query` and `eval`."""
