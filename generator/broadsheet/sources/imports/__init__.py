"""What is brought in from elsewhere, beside what is there already."""
