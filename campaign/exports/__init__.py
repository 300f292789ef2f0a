"""Leaving any day: all that one side may read, as files that any other program opens."""
