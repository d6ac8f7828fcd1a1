"""What changes appraisals and all that belongs to them."""
