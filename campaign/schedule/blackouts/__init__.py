"""Written exceptions: why an activity takes place although a blackout holds there."""
