"""The sections of a report: what each shows, as plain data."""
