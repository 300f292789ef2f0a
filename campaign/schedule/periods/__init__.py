"""School terms, blackouts and local holidays of a region, each with its source: nothing of it is guessed."""
