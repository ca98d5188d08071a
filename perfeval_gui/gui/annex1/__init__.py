"""附件1 beside the forms: typed, pasted or imported, compared as one types."""
