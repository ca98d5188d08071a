"""The page laid out once: screen, paper, Word, Excel and PDF draw the same grid."""
