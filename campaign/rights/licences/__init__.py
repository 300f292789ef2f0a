"""Licences: what lets us use a material, and what we let others do with it."""
