"""Who reviews or signs for whom, from which day until which, by which document."""
