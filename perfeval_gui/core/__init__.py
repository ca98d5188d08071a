"""What the form is and means: pure functions on frozen values, standard library only."""
