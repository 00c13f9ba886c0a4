"""What is done with notices to many: drafted and agreed, sent, answered."""
