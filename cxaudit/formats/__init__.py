"""Findings and facts for machines and terminals, one module a format."""
