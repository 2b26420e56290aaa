"""What lies between two versions of the maps: for people, for a pull request, for machines."""
