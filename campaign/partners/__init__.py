"""Organizations of either country that take part."""
