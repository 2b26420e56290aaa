"""What we think of the facts: packs of rules as data, judged by CEL, told as findings."""
