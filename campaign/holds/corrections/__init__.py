"""Urgent corrections: a version that changes only what a hold says is wrong."""
