"""The room of risks: what may come of doing and of not doing, judged only once it is known what is done about it."""
