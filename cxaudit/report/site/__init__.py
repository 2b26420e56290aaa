"""The portal: a static site for an intranet, with a page for each map, role, department, party, leader,
owner and rule.

`site_of` lays out the pages as plain data, `render` makes the text of each file, `publish` puts them
into a folder. Addresses follow from names in the files alone, so that links survive the next run.
"""
