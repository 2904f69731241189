"""One folder per room of the window."""
