"""Paper: turns a sheet of plain data into a checked PDF; knows no database, no users and no features.

Nothing is imported here, so that the render child starts quickly.
"""
