"""What the procuratorate does: each verb changes one thing and announces it."""
