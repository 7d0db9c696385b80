"""The command line: one command a file. Takes words, prints text or JSON, decides nothing."""
