"""Uploads: files that partners hand in, with or without an account, and the receipt that they arrived."""
