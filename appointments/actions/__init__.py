"""Everything a secretary does to bodies, rounds and appointments; see the modules."""
