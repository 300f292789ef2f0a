"""What is planned, cleared, printed and held in each region, and where something is missing."""
