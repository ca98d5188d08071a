"""What the window's commands do, by subject; each takes the desk and the views that it needs."""
