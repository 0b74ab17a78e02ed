"""Pages about meetings and agendas: one module for each kind, named in urls.py."""
