"""The released schedule in everybody's own calendar, at a secret address that its owner can close."""
