"""The analysis: attendance records in, plain results out. No Flask, no database."""
