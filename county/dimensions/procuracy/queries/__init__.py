"""What is asked of the procuratorate's records."""
