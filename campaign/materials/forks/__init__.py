"""National versions made from a joint one."""
