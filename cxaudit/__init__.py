"""cxaudit: audits how a company treats its customers, from its own process maps."""

__version__ = "0.1.0"
