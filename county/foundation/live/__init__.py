"""Open pages hear of facts as they happen."""
