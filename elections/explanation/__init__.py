"""Results told to people: rows and sentences in Danish, from the plain values."""
