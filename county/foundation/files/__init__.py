"""Pictures and documents kept with a record: made harmless on arrival, sealed at rest."""
