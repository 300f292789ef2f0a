"""Where copies are kept or given out, and who runs each place."""
