"""The record of who changed what: append-only and chained, so that a change to the past shows."""
