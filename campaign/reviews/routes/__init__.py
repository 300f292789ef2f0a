"""Templates of reviews: which steps a side's reviewers take, in which order, and for which kind of material."""
