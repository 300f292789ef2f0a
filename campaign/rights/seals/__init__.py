"""Sealed removal: content that two people destroy, and what stays of it."""
