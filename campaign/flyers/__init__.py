"""Sheets of paper: a flyer's editions for each region."""
