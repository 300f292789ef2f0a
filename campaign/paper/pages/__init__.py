"""The layouts: each module turns a sheet into pages of boxes in mm, by `pages(sheet, size)`; it writes no HTML."""
