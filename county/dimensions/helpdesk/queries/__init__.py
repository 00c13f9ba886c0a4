"""What one may ask of the desk."""
