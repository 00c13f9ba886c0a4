"""The police help desk: every resident's question finds an officer."""
