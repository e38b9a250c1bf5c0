"""Say in plain words what went wrong in a cell, and where it comes from."""
