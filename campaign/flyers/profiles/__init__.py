"""The colour profiles of the presses on which a side has its sheets printed."""
