"""Product, peers and limit side by side: `python -m benchmarks`."""
