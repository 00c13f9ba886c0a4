"""The procuratorate's pages, and those of enterprises that it speaks with."""
