"""The page as a person uses it: what is on each phone, what can be pressed, what can be typed."""

import time
from collections.abc import Callable
from typing import TypeVar

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.sandbox.line import Line

PATIENCE = 15.0
T = TypeVar("T")


def until(what: Callable[[], T]) -> T:
    """Wait until something is there; give it."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            found = what()
        except StaleElementReferenceException:
            found = None
        if found:
            return found
        assert time.monotonic() < ends, "It did not come."
        time.sleep(0.05)


class Phone:
    """One phone on the page."""

    def __init__(self, page: "Page", label: str) -> None:
        self._page, self.label = page, label
        self.chat_id = page.people[label]
        self.element = until(lambda: page.one(f'.phone[data-label="{label}"]'))

    def all(self, selector: str) -> list[WebElement]:
        """Find what is on this phone."""
        return self.element.find_elements(By.CSS_SELECTOR, selector)

    def words(self) -> list[str]:
        """Give the words of all bubbles, oldest first."""
        return [each.text for each in self.all(".message .words")]

    def shows(self, words: str) -> bool:
        """Wait until a bubble says this."""
        return until(lambda: any(words in each for each in self.words()))

    def shows_no(self, words: str) -> bool:
        """Wait until no bubble says this."""
        return until(lambda: not any(words in each for each in self.words()))

    def button(self, words: str) -> WebElement:
        """Wait for a button with these words."""
        return until(lambda: next((each for each in self.all("button") if each.text.strip() == words), None))

    def press(self, words: str) -> None:
        """Press a button."""
        self.button(words).click()

    def field(self) -> WebElement:
        """Give the place to write."""
        return until(lambda: next(iter(self.all("textarea.field")), None))

    def write(self, words: str, *, send: bool = True) -> None:
        """Type words, and send them with Enter."""
        self.field().send_keys(words + (Keys.ENTER if send else ""))

    def lock_screen(self) -> str:
        """Give what the lock screen gives away."""
        return "".join(each.text for each in self.all(".lock-card:not([hidden]) .lock-words"))

    def menu_of(self, words: str, entry: str) -> None:
        """Open the menu of the message that says this, and choose."""
        message = until(lambda: next((each for each in self.all(".message") if words in each.text), None))
        opener = message.find_element(By.CSS_SELECTOR, ".more")
        self._page.browser.execute_script("arguments[0].click()", opener)
        until(
            lambda: next((each for each in self.all('[role="menuitem"]') if each.text == entry), None)
        ).click()


class Page:
    """The whole page."""

    def __init__(self, browser: webdriver.Chrome, line: Line) -> None:
        self.browser, self.line = browser, line
        self.people = {person["label"]: person["chat_id"] for person in line.see("people")}

    def open(self, width: int, height: int) -> None:
        """Open the page on a screen of this size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.browser.get(self.line.url)
        until(lambda: self.one('body[data-ready="true"]'))
        until(lambda: self.one(".phone"))

    def all(self, selector: str) -> list[WebElement]:
        """Find what is on the page."""
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement | None:
        """Find the first."""
        return next(iter(self.all(selector)), None)

    def phone(self, label: str) -> Phone:
        """Take a phone."""
        return Phone(self, label)

    def started(self, label: str) -> Phone:
        """Take a phone on which Start was pressed."""
        self.line.sim("start", chat_id=self.people[label])
        phone = self.phone(label)
        phone.shows("/start")
        return phone

    def keys(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        self.browser.switch_to.active_element.send_keys(*keys)
