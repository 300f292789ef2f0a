"""What has to be done for a campaign, by whom and by when; milestones are read by both sides, tasks by the own one."""
