"""What is shown or given to the public, as pairs of English and Spanish text, and its frozen versions."""
