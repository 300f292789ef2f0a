"""Searches of the list of materials that a person keeps under a name; nobody else's."""
