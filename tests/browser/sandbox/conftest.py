"""The page in a headless Chromium, on a sandbox of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from sandbox.server import Options, serve
from tests.browser.sandbox.page import Page
from tests.sandbox.line import TOKEN, Line

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream", "--lang=id",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Open one browser for the tests of a module."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("Chromium is missing. Install it: sudo apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


@pytest.fixture
def line() -> Iterator[Line]:
    """One sandbox with the people of the demo."""
    server = serve(Options(token=TOKEN, people="demo"))
    line = Line(server.url)
    yield line
    line.http.close()
    server.stop()


@pytest.fixture
def page(browser: webdriver.Chrome, line: Line) -> Iterator[Page]:
    """Open the page on a wide screen; at the end it must have complained of nothing."""
    page = Page(browser, line)
    page.open(1440, 900)
    yield page
    complaints = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    browser.get("about:blank")
    assert complaints == []


@pytest.fixture
def picture_file(tmp_path: Path) -> Path:
    """Draw a picture on disk, to attach."""
    from tests.sandbox.line import picture

    file = tmp_path / "foto.png"
    file.write_bytes(picture())
    return file
