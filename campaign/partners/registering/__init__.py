"""How an organization joins by itself: it registers, proves its address, accepts the terms and waits."""
