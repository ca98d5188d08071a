"""The drafts on disk: one database with a hash a draft, its snapshots, its journal, and the one writer."""
