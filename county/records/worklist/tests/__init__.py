"""What worklist promise."""
