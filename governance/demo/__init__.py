"""The demonstration: an invented network with a year of decisions, made by the same acts as a real one."""
