"""What is right or wrong in a bilingual pair of texts, without a database: numbers, terms, register, how it reads."""
