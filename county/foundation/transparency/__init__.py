"""What the county tells everybody of its work with personal data, month by month (E29)."""
