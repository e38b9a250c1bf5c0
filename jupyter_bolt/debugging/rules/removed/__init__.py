"""Names and arguments that libraries removed, and what stands in their place: data, a file a library."""
