"""Rules: each looks at one kind of error and proposes changes that might mend it."""
