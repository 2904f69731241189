"""What the services ask for: business arguments in, frozen rows out."""
