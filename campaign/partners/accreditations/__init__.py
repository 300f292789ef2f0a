"""Which side accredits which partner, from when until when."""
