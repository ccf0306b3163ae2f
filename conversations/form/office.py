"""What the office must find in every form it uses.

Law: these names are all that the program knows of a form's content; a form without them is refused, by name.
"""

from collections.abc import Mapping

from conversations.form.errors import UnusableForm
from conversations.form.model import Form, Node

PRESETS = ("reporter_role", "phone_shared")
"""What the program knows before the first question: ``warga`` or ``perangkat``; ``ya`` or ``tidak``."""
CALCULATED = ("urgency",)
"""What the form works out: ``tinggi``, ``sedang`` or ``rendah``."""
ASKED = (
    "whom",
    "age_group",
    "forms",
    "kecamatan",
    "kelurahan",
    "still_going_on",
    "contact_way",
    "contact_hours",
    "contact_phone",
    "contact_word",
    "names_official",
)
"""What the form asks, in whatever order and words."""
WRITTEN = frozenset({"contact_phone", "contact_word"})
"""Asked in own words. All the others are chosen: lists show them, and lists hold no word of a reporter."""
CHOICES: Mapping[str, frozenset[str]] = {"contact_way": frozenset({"tidak", "di_sini", "telepon"})}
"""Choices that the office acts on: these and no others."""


def check_office(form: Form) -> Form:
    """Give the form back, or say what the office misses in it."""
    for name in PRESETS:
        node = _found(form, name)
        if name in form.positions or node.calculate is not None:
            raise UnusableForm("ini diisi program: jenisnya harus hidden", name=name, column="type")
    for name in CALCULATED:
        if _found(form, name).calculate is None:
            raise UnusableForm("kantor memerlukannya sebagai calculate", name=name, column="type")
    for name in ASKED:
        _found(form, name)
        if name not in form.positions:
            raise UnusableForm("kantor memerlukannya sebagai pertanyaan", name=name, column="type")
        if name not in WRITTEN and form.question(name).choices is None:
            raise UnusableForm("kantor memerlukan pilihan di sini, bukan isian", name=name, column="type")
    for name, choices in CHOICES.items():
        _check_choices(form, name, choices)
    return form


def _found(form: Form, name: str) -> Node:
    node = form.nodes.get(name)
    if node is None:
        raise UnusableForm(
            f"kantor memerlukan pertanyaan bernama {name}, dan formulir ini tidak memuatnya", column="name"
        )
    return node


def _check_choices(form: Form, name: str, choices: frozenset[str]) -> None:
    listed = form.question(name).choices
    if listed is None or set(listed.by_name) != choices:
        told = ", ".join(sorted(choices))
        raise UnusableForm(f"kantor hanya mengerti pilihan ini: {told}", name=name)
