"""Links by which somebody without an account hands in, for one organization, until a deadline."""
