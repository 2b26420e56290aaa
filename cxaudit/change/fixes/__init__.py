"""Automatic fixes as data: splices into a file, for one finding each. Nothing is written here."""

# The rules of which findings can be fixed, for whoever need not import what fixes them.
FIXABLE = frozenset(["ST001", "ST002", "ST006", "TP101", "OW301", "OW302", "CH904"])
