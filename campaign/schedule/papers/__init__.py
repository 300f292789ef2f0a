"""Paper that the schedule makes: the wall sheet, the pocket sheet and the certificate."""
