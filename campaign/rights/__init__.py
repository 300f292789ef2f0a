"""Rights: what lets us use a material, who agreed to be shown in it, and what had to be destroyed."""
