"""Measures of how a process is drawn, as the literature on understandable models defines them."""
