"""The benchmarks' own facts, peers and page; no timings."""
