"""What would differ: scenarios applied to a copy of their map."""
