"""Calendar files read into the register: compared with what is there, then stored or not at all."""
