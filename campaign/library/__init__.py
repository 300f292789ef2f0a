"""The public side: what the address on a printed sheet answers."""
