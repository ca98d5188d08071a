"""The form as an editable grid that looks like the paper."""
