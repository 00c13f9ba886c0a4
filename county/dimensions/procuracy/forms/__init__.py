"""What people fill in for the procuratorate: fields are the arguments of its verbs."""
