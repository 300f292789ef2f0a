"""In which layouts a flyer is offered: its text laid out in each, and what does not fit."""
