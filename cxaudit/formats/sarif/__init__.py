"""Findings as SARIF 2.1.0: rules, results, walks, waivers and the baseline, what was not audited."""

from .log import render

__all__ = ["render"]
