"""What people say to each other about a text before it is decided on."""
