"""What the office knows of fraud: pure functions from words and pictures to a reading."""
