"""People: who they are, which side they decide for, and how they sign in."""
