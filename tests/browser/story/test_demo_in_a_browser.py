"""The main job as a newcomer meets it: `make demo`, its page, and only what can be seen and pressed there."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from selenium import webdriver

from tests.browser.sandbox.conftest import browser  # noqa: F401 - the same browser as the page's own tests
from tests.browser.sandbox.page import Page, Phone, until
from tests.sandbox.line import Line

TO_THE_FORM = ("Bahasa Indonesia", "Aman", "Ada orang lain", "Setuju, lanjut")
"""Somebody else looks into this phone: the short form, by taps alone."""
PASSING = ("Lewati", "Lanjut", "Tidak ada, lanjut")


@pytest.fixture
def demo_page(browser: webdriver.Chrome) -> Iterator[Page]:  # noqa: F811 - a fixture
    """Start the demo as `make demo` does and open its page; it ends cleanly on SIGTERM."""
    command = [sys.executable, "-m", "tools.demo", "--no-flood"]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    line = Line(demo.stdout.readline().removeprefix("Ready: ").strip())
    page = Page(browser, line)
    page.open(1440, 900)
    yield page
    browser.get("about:blank")
    line.http.close()
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(30) == 0
    demo.stdout.close()


def goes_to_the_review(citizen: Phone) -> None:
    """Pass every question until everything is shown for review."""
    for _ in range(30):
        citizen.button("Keluar cepat")
        shown = [each.text.strip() for each in citizen.all("button")]
        if "Kirim" in shown:
            return
        question = citizen.words()[-1]
        citizen.press(next(label for label in PASSING if label in shown))
        citizen.shows_no(question)
    raise AssertionError("The review never came.")


def test_a_report_goes_from_the_first_touch_to_the_officers_phone(demo_page: Page) -> None:
    """A code on one phone, an alert on the other; accepted, and the coordinator's overview knows."""
    citizen, officer = demo_page.phone("warga"), demo_page.phone("petugas")
    coordinator = demo_page.phone("koordinator")
    citizen.press("MULAI")
    for label in TO_THE_FORM:
        citizen.press(label)
    goes_to_the_review(citizen)
    citizen.press("Kirim")
    citizen.shows("Ini kodenya")
    officer.shows("menunggu")
    officer.press("Terima")
    officer.shows("Anda tangani")
    coordinator.press("Ringkasan kantor")
    coordinator.shows("Kasus terbuka: 1")
    citizen.press("Sudah saya catat")
    citizen.shows_no("Ini kodenya")
    assert until(lambda: citizen.words() == ["Baik, terima kasih."])
