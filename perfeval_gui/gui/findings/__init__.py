"""The findings beside the form: list, filters, repairs, waivers."""
