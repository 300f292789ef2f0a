"""A campaign planned again on other days: what was planned comes along, nothing that was decided."""
