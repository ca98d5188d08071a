"""Other libraries and programs, installed apart from the product; see `place`."""
