"""One canonical layout for files of the language: only blanks, line ends, quotes and style move."""
