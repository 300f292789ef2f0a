"""The texts of a draft, out to a translator as a file and back again."""
