"""What was cleared on paper before it came here, as the side says whose paper it is."""
