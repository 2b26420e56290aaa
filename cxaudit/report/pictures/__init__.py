"""Pictures other than the blueprint: each a pure function from plain data to one SVG element."""
