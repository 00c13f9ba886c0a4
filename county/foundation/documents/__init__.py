"""Papers the county issues: the same words as PDF and as DOCX, and a code to check them by."""
