"""The service blueprint of a map as SVG: wide, narrow and as a mini walk."""
