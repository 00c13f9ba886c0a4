"""What happened in the county in the last three weeks, played through the verbs."""
