"""The shipped form as ODK's own engine fills it in: the same questions apply, the same urgency comes out."""

import random
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import pyxform

from conversations.form import filling
from conversations.form.filling import Answers, Given
from conversations.form.model import Form

HERE = Path(__file__).parent
TODAY = date(2026, 11, 25)
FORMS = 25
VALIDATOR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
pytestmark = pytest.mark.skipif(
    not (shutil.which("java") and shutil.which("javac") and VALIDATOR.exists()),
    reason="JavaRosa needs a Java development kit (apt install default-jdk-headless)",
)


def java(*arguments: str, said: str = "") -> str:
    """Run ODK's engine."""
    done = subprocess.run(
        ["java", "-cp", str(VALIDATOR), *arguments],
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def at_random(form: Form, dice: random.Random) -> Answers:
    """Answer every question or none, also those that do not apply: what counts is for the rules to say."""
    answers = dict(filling.begin(form, {name: dice.choice(way) for name, way in PRESETS.items()}))
    telling = dice.random()
    for question in form.questions:
        offered = [choice.name for choice in filling.choices(form, answers, TODAY, question.name)]
        if dice.random() > telling:
            continue
        if question.kind == "select_multiple":
            answers[question.name] = Given(tuple(name for name in offered if dice.random() < 0.4))
        elif offered:
            answers[question.name] = Given((dice.choice(offered),))
        elif question.kind == "text":
            answers[question.name] = Given(("melati",))
    return answers


PRESETS = {"reporter_role": ("warga", "perangkat"), "phone_shared": ("ya", "tidak")}


def filled(form: Form, answers: Answers) -> str:
    """Write the answers into the form's own instance, as ODK keeps them."""
    head, instance, rest = re.split(r"(<instance>.*?</instance>)", form.source, maxsplit=1, flags=re.DOTALL)
    for name, answer in answers.items():
        assert isinstance(answer, Given)
        told = f"<{name}>{' '.join(answer.values)}</{name}>"
        instance = re.sub(rf"<{name}/>|<{name}>[^<]*</{name}>", told, instance)
    return head + instance + rest


def test_odk_finds_the_shipped_form_valid(shipped: Form, tmp_path: Path) -> None:
    """The office may send the same form to its own ODK or Kobo."""
    (tmp_path / "form.xml").write_text(shipped.source, "utf-8")
    told = subprocess.run(
        ["java", "-Djava.awt.headless=true", "-jar", str(VALIDATOR), str(tmp_path / "form.xml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_odk_fills_the_shipped_form_in_as_we_do(shipped: Form, tmp_path: Path) -> None:
    """Relevance through groups, calculations and the urgency, over random answers to every question."""
    dice = random.Random(2)
    told: dict[str, Answers] = {}
    for number in range(FORMS):
        path = tmp_path / f"{number}.xml"
        told[str(path)] = at_random(shipped, dice)
        path.write_text(filled(shipped, told[str(path)]), "utf-8")
    said = java(str(HERE / "javarosa/Filled.java"), said="\n".join(told))
    theirs: dict[str, dict[str, str]] = {path: {} for path in told}
    for line in said.splitlines():
        path, name, value = line.split("\t")
        theirs[path][name] = value
    ours = {path: filling.values(shipped, answers, TODAY) for path, answers in told.items()}
    assert theirs == ours
    assert {values["urgency"] for values in ours.values()} == {"tinggi", "sedang", "rendah"}
