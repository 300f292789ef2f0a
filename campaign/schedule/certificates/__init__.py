"""Certificates of participation: one page for each name, made and handed out at once; no name is kept."""
