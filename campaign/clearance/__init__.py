"""The formal yes or no of one country to one fingerprint."""
