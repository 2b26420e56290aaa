"""Readers of the corpora beside the project: published answers, and what is said here instead."""
