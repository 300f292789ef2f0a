"""Logos of partners, with the permission to use them."""
