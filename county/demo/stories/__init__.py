"""What happened in the county in the last three weeks; each story is played through the verbs."""
