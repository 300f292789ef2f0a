"""The sheets of many regions: what would come out, looked at before; the work; and all of it as one archive."""
