"""What of a schedule was released: numbered, never changed, and all that the public and the feeds ever show."""
