"""How fast it is, measured side by side with what one would use instead: `python -m bench --help`."""
