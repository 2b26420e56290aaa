"""The documentation of the rules, written from the rules: a page each, an index, the facts."""

from .write import write_docs, write_rule_pages

__all__ = ["write_docs", "write_rule_pages"]
