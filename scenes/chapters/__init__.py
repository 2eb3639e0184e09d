"""The chapters of the film, one file each, each a scene of its own as well."""
