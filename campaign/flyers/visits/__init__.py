"""How often the public page of a sheet is opened, by its code or typed; nothing of the reader is known or kept."""
