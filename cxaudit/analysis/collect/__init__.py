"""From a studied map to its facts, one module a judge or two."""
