"""Findings as SARIF 2.1.0: rules, results, walks, waivers, and what could not be audited."""

from .log import render

__all__ = ["render"]
