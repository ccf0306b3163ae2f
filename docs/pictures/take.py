# ruff: noqa: INP001 - it stands beside what it makes
"""Takes the pictures of README and guides anew: plays a short story in the demo and looks at the phones.

Law: everything on a picture is the real program's answer; only the people are invented. Run it from the
project's folder, with Chromium and its driver installed: ``.venv/bin/python docs/pictures/take.py``
"""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from sandbox.script import until_tomorrow

HERE = Path(__file__).parent
WIDTH, SHARPNESS = 1080, 1.5
HEIGHT, MIDDLE, TALL = 700, 900, 1250
PATIENCE = 15.0
NOTICE_SECONDS = 4.0
STORY = "Sudah tiga bulan saya tidak boleh keluar rumah. Tadi malam dia marah lagi."
NEWCOMER = "Yuni Safitri"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Telegram, as the people of the demo hold it in their hands."""

    url: str
    folder: Path

    def ask(self, path: str, wish: dict[str, object] | None = None) -> object:
        """Ask the sandbox for something, or tell it what somebody does."""
        body = None if wish is None else json.dumps(wish).encode()
        request = urllib.request.Request(f"{self.url}/sim/{path}", body, {"content-type": "application/json"})  # noqa: S310 - loopback
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def chat(self, label: str) -> object:
        """Tell a person's chat."""
        return next(one["chat_id"] for one in self.ask("people") if one["label"] == label)

    def says(self, label: str, text: str) -> None:
        """Have somebody write."""
        self.ask("say", {"chat_id": self.chat(label), "text": text})
        time.sleep(1)

    def presses(self, label: str, *buttons: str) -> None:
        """Have somebody press buttons, each as soon as it is there."""
        for button in buttons:
            self._press(label, button)

    def _press(self, label: str, button: str) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.ask("press", {"chat_id": self.chat(label), "text": button})
            except urllib.error.HTTPError:
                if time.monotonic() > until:
                    sys.exit(f"{label} never got the button {button}.")
                time.sleep(0.1)
            else:
                time.sleep(0.6)
                return

    def night_passes(self) -> None:
        """Move the clock to the next morning, just after what is due by its day alone."""
        now = self.ask("clock")["now"]
        self.ask("clock", {"advance_seconds": until_tomorrow("09:05", now)})
        time.sleep(2)


@contextmanager
def demo() -> Iterator[Sandbox]:
    """Run the demo in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as kept:
        command = [sys.executable, "-m", "tools.demo", "--no-flood", "--keep", kept]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603 - our own
            try:
                assert program.stdout is not None
                url = program.stdout.readline().removeprefix("Ready: ").strip()
                yield Sandbox(url, Path(kept))
            finally:
                program.send_signal(signal.SIGTERM)
                program.wait()


@contextmanager
def page(url: str) -> Iterator[webdriver.Chrome]:
    """Look at the page in a browser, with three of the phones on the desk."""
    options = webdriver.ChromeOptions()
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--hide-scrollbars",
        f"--window-size={WIDTH},{HEIGHT}",
    ):
        options.add_argument(argument)
    # Its driver is named, or Selenium would ask the network for one.
    browser = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
    _room(browser, HEIGHT)
    try:
        browser.get(url)
        hidden = {"language": "id", "hidden": ["perangkat", "petugas cadangan", NEWCOMER]}
        browser.execute_script("localStorage.setItem('sandbox-page', arguments[0])", json.dumps(hidden))
        browser.refresh()
        time.sleep(2)
        yield browser
    finally:
        browser.quit()


def _room(browser: webdriver.Chrome, height: int) -> None:
    metrics = {"width": WIDTH, "height": height, "deviceScaleFactor": SHARPNESS, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def keep(png: bytes, name: str) -> None:
    """Write a picture down, in as few colours as the eye does not miss."""
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(192, dither=Image.Dither.NONE)
    picture.save(HERE / f"{name}.png", optimize=True)


def of_phone(browser: webdriver.Chrome, label: str, name: str, height: int = HEIGHT) -> None:
    """Take a picture of one phone, once the little notices on it have gone."""
    _room(browser, height)
    time.sleep(NOTICE_SECONDS)
    keep(
        browser.find_element(By.CSS_SELECTOR, f".phone[data-label='{label}'] .frame").screenshot_as_png, name
    )
    _room(browser, HEIGHT)


# The story --------------------------------------------------------------------------------------------------


def report(sandbox: Sandbox, browser: webdriver.Chrome) -> None:
    """Tell what happens at home, as a citizen does, up to the press on Send."""
    sandbox.says("warga", "/start")
    sandbox.presses("warga", "Bahasa Indonesia", "Aman", "Hanya saya", "Setuju, lanjut")
    sandbox.presses("warga", "Saya sendiri", "25–44 tahun", "Dipukul, ditendang, atau disakiti")
    of_phone(browser, "warga", "warga-pertanyaan", MIDDLE)
    sandbox.presses("warga", "Diancam, dihina, atau dikurung", "Sudah, lanjut")
    sandbox.presses("warga", "Tanjungpinang Timur", "Lewati", "Di rumah", "Suami atau istri", "Tidak")
    sandbox.presses("warga", "Minggu ini", "Ya", "Tidak", "Tidak", "Tidak", "Lewati")
    sandbox.says("warga", STORY)
    sandbox.presses("warga", "Lewat chat ini", "Jam 8–11", "Sudah, lanjut")
    sandbox.says("warga", "melati")
    sandbox.presses("warga", "Tidak ada, lanjut")


def newcomer(sandbox: Sandbox) -> None:
    """Open an invitation, as somebody who is new does."""
    config = sandbox.folder / "config.toml"
    command = [sys.executable, "-m", "bot", "invite", "petugas", "--name", NEWCOMER, "--config", str(config)]
    link = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 - our own
    sandbox.ask("people", {"first_name": "Yuni", "last_name": "Safitri", "label": NEWCOMER})
    sandbox.says(NEWCOMER, f"/start {link.partition('?start=')[2]}")


def play(sandbox: Sandbox, browser: webdriver.Chrome) -> None:
    """Play it from the first touch to the reminder, and look."""
    sandbox.presses("koordinator", "Ringkasan kantor")
    report(sandbox, browser)
    sandbox.presses("warga", "Kirim")
    sandbox.presses("koordinator", "Perbarui")
    time.sleep(1)
    keep(browser.get_screenshot_as_png(), "teduh")
    of_phone(browser, "petugas", "petugas-panggilan")
    sandbox.presses("petugas", "Terima", "Lihat")
    of_phone(browser, "petugas", "petugas-lihat", TALL)
    sandbox.presses("petugas", "Tutup tampilan", "Catat langkah")
    of_phone(browser, "petugas", "petugas-langkah")
    sandbox.presses("petugas", "Sudah dihubungi", "Besok")
    sandbox.says("petugas", "Sudah bicara. Besok dijemput pekerja sosial.")
    of_phone(browser, "petugas", "petugas-catatan")
    newcomer(sandbox)
    of_phone(browser, "koordinator", "koordinator-bergabung")
    sandbox.presses("koordinator", "Benar, terima")
    sandbox.night_passes()
    of_phone(browser, "petugas", "petugas-ingat")
    sandbox.says("koordinator", "/status")
    of_phone(browser, "koordinator", "koordinator-ringkasan")


def main() -> None:
    """Take them all."""
    with demo() as sandbox, page(sandbox.url) as browser:
        play(sandbox, browser)


if __name__ == "__main__":
    main()
