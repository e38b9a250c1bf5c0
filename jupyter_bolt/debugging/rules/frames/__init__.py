"""Rules about keys, columns, rows and axes: what they are called, and how they are asked for."""
