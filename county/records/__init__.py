"""What the whole county shares: places, organisations, people, conversations, work to do."""
