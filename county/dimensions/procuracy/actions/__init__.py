"""What the procuratorate does."""
