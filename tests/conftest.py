"""What tests of every kind may use."""

pytest_plugins = ["tests.support.offices", "tests.support.postgres"]
