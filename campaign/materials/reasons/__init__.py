"""Why words that a check asks to consider may stay."""
