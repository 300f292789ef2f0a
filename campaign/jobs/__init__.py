"""Work in the background: the row in `jobs` is the truth, whatever carries its number."""
