"""Two versions of maps beside each other: what the change does to the customer."""
