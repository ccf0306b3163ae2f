"""Reporters and officers who act by chance, each with dice of their own, guided so that most get to the end.

Law: a person sees a card's words and buttons and nothing else; what they type holds a text that nobody else
types.
"""

import base64
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tools.chaos.ledger import Shown
from tools.chaos.phones import Card, Phones, card_of
from tools.chaos.schedule import maybe

PATIENCE = 8.0
"""Seconds after which somebody presses once more; then twice as long, and so on."""
LONGEST_PATIENCE = 80.0
RECEIPT = "Ini kodenya:"
Path_ = Literal["own", "shared", "callback"]
STEPS = ("dihubungi", "dirujuk", "menunggu")


@dataclass(slots=True)
class Reporter:
    """Somebody with something to tell, several times over."""

    chat: int
    dice: Random
    phones: Phones
    wanted: Callable[[], bool]
    """Whether another report is wanted; takes one when it says so."""
    card: Card = field(default_factory=Card)
    acted_on: tuple[str, tuple[str, ...]] | None = None
    """The words and buttons that were answered last."""
    number: int = 0
    canary: str = ""
    path: Path_ = "own"
    resting: bool = True
    filed: int = 0
    leaving: bool = False
    """Asked to leave by the quick exit, for good."""
    left: bool = False
    patience: float = PATIENCE
    _told: bool = False
    _changed: bool = False
    _sent: bool = False

    def saw(self, shown: Shown) -> bool:
        """Look at the phone; False: it shows once more what was answered already, and there is time."""
        card = card_of(shown)
        if card.verbs or shown.message == self.card.message:
            self.card = card
        if self._seen == self.acted_on:
            return False
        self.patience = PATIENCE
        return True

    @property
    def _seen(self) -> tuple[str, tuple[str, ...]]:
        return self.card.text, tuple(data for found in self.card.verbs.values() for data in found)

    def act(self) -> None:
        """Do the next thing."""
        self.patience = min(2 * self.patience, LONGEST_PATIENCE)
        if self.leaving:
            self._leave()
        elif self.resting:
            if self.wanted():
                self._begin()
        elif RECEIPT in self.card.text and "noted" in self.card.verbs:
            self._received()
        else:
            self._go_on()

    def _begin(self) -> None:
        self._another()
        self.resting = False
        self.phones.say(self.chat, "/start", self.canary)

    def _another(self) -> None:
        """Have something else to tell."""
        self.number += 1
        self.canary = f"KNR{self.chat}X{self.number}Q{self.dice.getrandbits(32):08x}"
        self.path = self.dice.choices(("own", "shared", "callback"), (30, 35, 35))[0]
        self._told, self._changed, self._sent = False, False, False

    def _received(self) -> None:
        self.filed += 1
        self.resting = True
        if maybe(self.dice, 0.8):
            self._press("noted")

    def _leave(self) -> None:
        if not self.left and self.card.message:
            self.left = True
            self.phones.press(self.chat, self.card.message, ":exit")

    def _go_on(self) -> None:
        is_new, self.acted_on = self._seen != self.acted_on, self._seen
        if not self.card.verbs or (not is_new and maybe(self.dice, 0.08)):
            self.phones.say(self.chat, "/start", self.canary)
        elif maybe(self.dice, 0.01):
            self._exit()
        else:
            self._answer()

    def _exit(self) -> None:
        self._press("exit")
        self.resting = True

    def _answer(self) -> None:
        verbs = self.card.verbs
        if "language" in verbs and self._sent:
            # Sent, and the receipt was never seen: what is told now is another report.
            self._another()
        preferred = next((name for name in self._preferred() if name in verbs), "")
        if preferred:
            self._press(preferred)
        elif "send" in verbs:
            self._send()
        elif "choose" in verbs:
            self._choose()
        elif "skip" in verbs:
            self._write()
        elif "next" in verbs:
            self._press("next")
        else:
            self.phones.say(self.chat, "/start", self.canary)

    def _preferred(self) -> tuple[str, ...]:
        way = {"own": "mine", "shared": "shared", "callback": "unsafe"}[self.path]
        if self.path == "callback":
            return ("start", "go-on", "language", "callback", "unsafe", "mine", "agree", "resume")
        return ("start", "go-on", "language", way, "safe", "agree", "resume", "discard")

    def _send(self) -> None:
        if "change" in self.card.verbs and not self._changed and maybe(self.dice, 0.05):
            self._changed = True
            self._press("stop")
            return
        self._sent = True
        # A quick exit that Telegram forgot leaves the older draft: what is sent is what the review shows.
        told = (word for word in self.card.text.split() if word.startswith(f"KNR{self.chat}X"))
        self.canary = next(told, self.canary)
        self._press("send")
        if maybe(self.dice, 0.1):
            self._press("send")

    def _choose(self) -> None:
        verbs = self.card.verbs
        if "next" in verbs and maybe(self.dice, 0.8):
            self._press("next")
        elif "Bagaimana kami boleh menghubungi" in self.card.text:
            # Without a story only the way back tells whose report it is.
            self._press_data(verbs["choose"][1 if len(verbs["choose"]) > 1 else 0])
        elif "Mau menambahkan sesuatu" in self.card.text and maybe(self.dice, 0.9):
            self._press_data(verbs["choose"][0])
        elif "skip" in verbs and maybe(self.dice, 0.45):
            self._press(self.dice.choice(("skip", "unknown")))
        else:
            self._press_data(self.dice.choice(verbs["choose"]))

    def _write(self) -> None:
        if "ceritakan dengan kata" in self.card.text and not self._told:
            self._told = True
            self.phones.say(self.chat, f"{self.canary} cerita yang saya alami", self.canary)
        elif "Kalau ada foto" in self.card.text and "next" not in self.card.verbs and maybe(self.dice, 0.1):
            picture = base64.b64encode(self.canary.encode() * 50).decode()
            self.phones.photograph(self.chat, picture, self.canary)
        else:
            self._press("skip" if "next" not in self.card.verbs else "next")

    def _press(self, name: str) -> None:
        found = self.card.verbs.get(name)
        if found:
            self._press_data(found[0])

    def _press_data(self, data: str) -> None:
        self.phones.press(self.chat, self.card.message, data, self.canary)


@dataclass(slots=True)
class Officer:
    """Somebody on duty: accepts, writes steps down, opens cases now and then."""

    chat: int
    dice: Random
    phones: Phones
    closes: float = 0.9
    """How many cases end with the first step."""
    alerts: deque[tuple[int, str]] = field(default_factory=deque)
    steps: deque[tuple[int, str]] = field(default_factory=deque)
    views: deque[tuple[int, str]] = field(default_factory=deque)
    living: Card = field(default_factory=Card)
    blocked: bool = False
    accepts: bool = True
    patience: float = 0.1

    def saw(self, shown: Shown) -> bool:
        """Look at the phone; there is always something to do."""
        for data in shown.data:
            stamp, _, rest = data.partition(":")
            verb = rest.partition(":")[0]
            if stamp == "k" and verb == "accept" and shown.is_new:
                self.alerts.append((shown.message, data))
            elif stamp == "k" and verb == "step":
                self._queue(self.steps, shown.message, data)
            elif stamp == "k" and verb in {"close", "story"} and maybe(self.dice, 0.5):
                self._queue(self.views, shown.message, data)
            elif stamp != "k" and shown.data:
                self.living = card_of(shown)
        return True

    @property
    def is_busy(self) -> bool:
        """Whether something waits for them."""
        alerts = self.alerts and self.accepts
        return bool(alerts or self.steps or self.views or self.living.verbs.keys() & {"kind", "in"})

    @staticmethod
    def _queue(waiting: deque[tuple[int, str]], message: int, data: str) -> None:
        if not waiting or waiting[-1] != (message, data):
            waiting.append((message, data))

    def act(self) -> None:
        """Do the next thing."""
        if self.blocked:
            return
        if "kind" in self.living.verbs:
            self._choose_kind()
        elif "in" in self.living.verbs:
            self._press(self.living.message, self.dice.choice(self.living.verbs["in"]))
            self.living = Card()
        elif self.alerts and self.accepts and not (self.steps and maybe(self.dice, 0.5)):
            self._on_alert()
        elif self.steps:
            self._press(*self.steps.popleft())
        elif self.views:
            self._press(*self.views.popleft())

    def _on_alert(self) -> None:
        message, data = self.alerts.popleft()
        if maybe(self.dice, 0.03):
            self._press(message, data.replace(":accept:", ":facts:"))
        self._press(message, data)
        if maybe(self.dice, 0.05):
            self._press(message, data)
        if maybe(self.dice, 0.05):
            # Whoever else has accepted it: its words are not for everybody who was called.
            self.views.append((message, data.replace(":accept:", ":story:")))

    def _choose_kind(self) -> None:
        kinds = self.living.verbs["kind"]
        is_last = self.dice.random() < self.closes
        wanted = [data for data in kinds if data.endswith(":selesai") == is_last]
        self._press(self.living.message, self.dice.choice(wanted or kinds))
        self.living = Card()

    def _press(self, message: int, data: str) -> None:
        self.phones.press(self.chat, message, data)
