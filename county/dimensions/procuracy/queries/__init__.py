"""What one may ask of the procuratorate."""
