"""Forms about meetings and agendas: they clean, the actions save."""
