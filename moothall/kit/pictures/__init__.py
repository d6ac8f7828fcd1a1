"""What the pictures of several rooms share: parts, paper, and the golden thread."""
