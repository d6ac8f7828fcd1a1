"""What `make` calls to set this machine up, check and test; nothing here is part of the installed product."""
