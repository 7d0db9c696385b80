"""Tests of perfeval/diff."""
