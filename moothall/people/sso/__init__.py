"""Single sign-on: people come in with the account they have at the council's own identity provider."""
