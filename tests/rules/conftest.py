"""How hard the rules are tried: a busy machine is no failure, for a test never asserts a time."""

from hypothesis import HealthCheck, settings

settings.register_profile("rules", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rules")
