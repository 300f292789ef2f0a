"""Holds: one country stops an item, a sheet or a fact on its own territory, at once."""
