"""Files in and out: one reader a container, one writer a format."""
