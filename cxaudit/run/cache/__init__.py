"""What earlier runs found, kept by content: whole answers of `check`, and verdicts on single maps.

Nothing in here can change what a run says: whatever is missing, foreign or broken is worked out anew.
"""
