"""What is run around the product: the demo, the chaos harness, the benchmark. No room imports it."""
