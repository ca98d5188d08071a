"""单位词库 in the window: the book is made in the background, phrases are offered below the open editor."""
