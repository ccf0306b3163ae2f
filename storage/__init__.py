"""What is kept, sealed, and the few doors to it. All SQL and all ciphers live here."""
