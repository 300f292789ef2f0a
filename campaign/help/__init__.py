"""Help: who may do what, and which keys work."""
