"""What each command takes and prints, a module for each group; `cli` puts them under one program."""
