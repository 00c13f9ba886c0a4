"""The procuratorate's pages."""
