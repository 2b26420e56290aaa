"""Where everything of a diagram stands: columns by order, rows by lane, orthogonal flows."""
