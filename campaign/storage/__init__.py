"""Files under the hash of their bytes."""
