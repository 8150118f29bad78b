"""The commands of `enjoin`, a module for each group; each loads when one of its commands runs."""
