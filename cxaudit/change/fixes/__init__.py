"""Automatic fixes as data: splices into a file, for one finding each. Nothing is written here."""
