"""What is kept: tables, migrations, and the questions we ask them. Nothing here commits, and nothing here writes words for people."""
