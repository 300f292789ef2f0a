"""Launching a side's track: the list of what it needs, and the step that the list refuses while a line of it is red."""
