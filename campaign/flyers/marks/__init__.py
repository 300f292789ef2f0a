"""Names on the sheets that have changed since they were cleared."""
