"""Where departments meet: rules read facts and ask dimensions to act."""
