"""How letters to the council's address are read: what they are, from whom, and whether a machine wrote them."""
