"""The baseline: findings that were known on a day, so that a check fails on new ones only."""
