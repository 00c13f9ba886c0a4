"""What the procuratorate knows: what a letter must say, which clocks run, how numbers look."""
