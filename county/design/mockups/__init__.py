"""Pictures of invented chats, to try what reads pictures; nothing that is served uses them."""
