"""Settings for all tests: Hypothesis draws the same examples every time, and is not hurried on a busy machine.

    pytest --hypothesis-profile=ci           ten times as many examples, new ones every time
    pytest --hypothesis-profile=nightly      a hundred times as many
    pytest --hypothesis-profile=quick        a tenth
    pytest --hypothesis-seed=7               new examples, the same every time: with any profile

`HYPOTHESIS_PROFILE=explore pytest` is the profile `ci` under an older name.
"""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

STEADY = settings(derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXAMPLES = 100
PROFILES = {"ci": 10 * EXAMPLES, "explore": 10 * EXAMPLES, "nightly": 100 * EXAMPLES}

settings.register_profile("steady", STEADY, max_examples=EXAMPLES)
settings.register_profile("quick", STEADY, max_examples=EXAMPLES // 10)
for name, examples in PROFILES.items():
    settings.register_profile(name, STEADY, derandomize=False, max_examples=examples, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(trylast=True)
def pytest_configure(config) -> None:
    """A seed counts only where examples are random, which those of `steady` are not: a profile that is, then."""
    if config.getoption("--hypothesis-seed", None) is not None:
        chosen = config.getoption("--hypothesis-profile", None) or os.environ.get("HYPOTHESIS_PROFILE", "steady")
        settings.register_profile("seeded", settings.get_profile(chosen), derandomize=False)
        settings.load_profile("seeded")


@pytest.fixture(scope="module")
def browser():
    """A real browser without a window: Chromium of the system, driven by Playwright; without either a test is skipped.

    It lives for one module, since Playwright's event loop would be in the way of tests that run one of their own.
    """
    driver = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    quiet = ("background-networking", "component-update", "sync", "gpu")
    hosts = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    flags = ["--no-sandbox", hosts, *(f"--disable-{what}" for what in quiet)]
    with driver.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=flags)
        yield running
        running.close()
