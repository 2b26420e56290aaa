"""What a label means, read through lexicons: performer, contact, sign-off, outcome."""
