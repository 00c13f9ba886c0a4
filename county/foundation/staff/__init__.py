"""The people who work for the county, their posts and their permits."""
