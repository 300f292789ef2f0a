"""A prepared sheet as other files: for a print shop, several on one sheet, one picture for a chat."""
