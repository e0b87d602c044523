"""Settings for all tests: Hypothesis draws the same examples every time, and is not hurried on a busy machine.

`HYPOTHESIS_PROFILE=explore pytest` draws new examples, ten times as many.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
