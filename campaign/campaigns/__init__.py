"""Campaigns and their two tracks, one for each side."""
