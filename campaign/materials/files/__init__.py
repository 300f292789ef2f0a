"""Files of materials: what was sent, what is used of it, and small pictures of it."""
