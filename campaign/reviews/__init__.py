"""Each side's own review of a version: the steps that its reviewers take before its signatory decides."""
