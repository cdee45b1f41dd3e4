"""What meetings left people to do: who has it, by when, and reminding them until it is done."""
