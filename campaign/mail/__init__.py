"""Notices to a side and the letters that carry them; nothing is sent that was not committed."""
