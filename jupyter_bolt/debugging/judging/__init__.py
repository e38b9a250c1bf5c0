"""Judge candidates: refuse those that only silence the error, rank those that ran."""
