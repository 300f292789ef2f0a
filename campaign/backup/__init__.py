"""The whole installation in one file, and back: backup, restore, and the move to another database."""
