"""An independent calculation of the enterprise credit scores of rules/credit-2025, straight from its text."""
