"""Calendar files of other programs, read as what they mean; pure and bounded."""
