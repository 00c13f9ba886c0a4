"""What the procuratorate knows: what a letter must say, which clocks run, what numbers are."""
