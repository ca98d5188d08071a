"""The checks: cards with words and functions that find; `catalogue` has them all and runs them."""
