"""Consents of the people who are shown in a material."""
