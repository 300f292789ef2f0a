"""Reports after the event: what each side says of its half, corrected by a further one and never changed."""
