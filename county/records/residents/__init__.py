"""The people of the county, and what they let us know."""
