"""What the council holds, in which systems, how long, and what must not be lost meanwhile."""
