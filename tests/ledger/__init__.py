"""The ledger pass: files of a folder, read strictly against a schema."""
