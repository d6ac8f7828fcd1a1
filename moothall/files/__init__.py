"""Files: bytes kept once under their own digest, packed together, verified whenever they are read."""
