"""Pages of the people room: the directory, the door, joiners and leavers, and what is held about a person."""
