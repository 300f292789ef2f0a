"""What happens on which day, where, at what hour on both walls, and who is told of it."""
