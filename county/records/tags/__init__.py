"""What residents let the county remember of them: a reviewed library of tags, set with consent."""
