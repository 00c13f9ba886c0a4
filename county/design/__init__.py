"""How pages look and behave; nothing here knows what they are about."""
