"""Bringing in partners, places and people from a spreadsheet."""
