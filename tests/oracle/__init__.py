"""An independent check of the run figures: random small maps and a brute force over them."""
