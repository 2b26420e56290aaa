"""Soundness: whether every case can come to an end, nothing is done twice, and every step is used."""
