"""What things cost; run as ``python -m benchmarks``. Figures are printed, nothing is asserted."""
