"""The bones of an XForm: its nodes, binds, lists and controls, before anything is compiled.

Law: XML is read here and nowhere else, without entities; what has no place in a chat is refused by name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from conversations.form.compiler import Home
from conversations.form.errors import UnusableForm
from conversations.form.languages import Languages, read_languages
from conversations.form.values import Item

LONGEST_FORM = 5_000_000
"""Characters."""
DEEPEST_GROUP = 20
ROSA = "{http://openrosa.org/javarosa}"
_XFORMS = "{http://www.w3.org/2002/xforms}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_CONTROLS = frozenset({"input", "select", "select1", "upload"})
_SILENT = frozenset({"label", "hint", "help"})
_REFUSED = {
    "repeat": "repeat belum didukung",
    "range": "range belum didukung: tanyakan integer",
    "rank": "rank belum didukung",
    "trigger": "acknowledge belum didukung: pakai select_one",
}
Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A node as the XForm lays it out."""

    steps: Steps
    default: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Everything an XForm says, by place."""

    title: str
    version: str
    places: tuple[Place, ...]
    binds: Mapping[Steps, Mapping[str, str]] = field(repr=False)
    instances: Mapping[str, tuple[Item, ...]] = field(repr=False)
    controls: Mapping[Steps, Element] = field(repr=False)
    """In the order they are asked."""
    languages: Languages = field(repr=False)
    home: Home = field(repr=False)

    def home_of(self, steps: Steps) -> Home:
        """Give what an expression of this node can see."""
        home = self.home
        return Home(steps, home.paths, home.columns, home.selects)


def tag(name: str) -> str:
    """Give the full name of an XForms element."""
    return f"{_XFORMS}{name}"


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def steps_of(path: str) -> Steps:
    """Cut an absolute path into its steps."""
    return tuple(step for step in path.strip().split("/") if step)


def read_skeleton(xml: str) -> Skeleton:
    """Read an XForm; UnusableForm where it is none, or asks what a chat cannot."""
    root = _parsed(xml)
    model = _found(root, f"{_XHTML}head/{tag('model')}")
    body = _found(root, f"{_XHTML}body")
    _refuse_actions(root)
    primary = _primary(model)
    places = tuple(_places(primary, (local(primary),)))
    controls = dict(_controls(body))
    paths = _paths(places)
    _check_places(controls, paths)
    instances = dict(_instances(model))
    selects = frozenset(
        steps[-1] for steps, control in controls.items() if local(control) in {"select", "select1"}
    )
    columns = {name: _columns(rows) for name, rows in instances.items()}
    home = Home((), paths, columns, selects)
    title = root.findtext(f"{_XHTML}head/{_XHTML}title") or ""
    binds = {steps_of(bind.get("nodeset", "")): bind.attrib for bind in model.iter(tag("bind"))}
    languages = read_languages(model.find(tag("itext")), tag)
    version = primary.get("version", "")
    return Skeleton(title, version, places, binds, instances, controls, languages, home)


def _parsed(xml: str) -> Element:
    if len(xml) > LONGEST_FORM or "<!DOCTYPE" in xml.upper():
        raise UnusableForm("XForm ini terlalu panjang, atau menyatakan entitas")
    try:
        return ET.fromstring(xml)  # noqa: S314 - without a document type there are no entities to expand
    except (ET.ParseError, ValueError):
        raise UnusableForm("XForm ini bukan XML yang benar") from None


def _found(root: Element, path: str) -> Element:
    element = root.find(path)
    if element is None:
        raise UnusableForm("XML ini bukan XForm")
    return element


def _primary(model: Element) -> Element:
    instance = model.find(tag("instance"))
    if instance is None or len(instance) != 1:
        raise UnusableForm("XML ini bukan XForm")
    return instance[0]


def _refuse_actions(root: Element) -> None:
    for action in root.iter(tag("setvalue")):
        name = (steps_of(action.get("ref", "")) or ("",))[-1]
        column = "default" if action.get("event", "").startswith("odk-instance") else "trigger"
        raise UnusableForm("nilai yang dihitung pada suatu kejadian belum didukung", name=name, column=column)


def _places(element: Element, steps: Steps) -> Iterator[Place]:
    for child in element:
        name = local(child)
        if name == "meta":
            continue
        inner = (*steps, name)
        if len(inner) > DEEPEST_GROUP:
            raise UnusableForm("kelompok terlalu dalam di dalam kelompok", name=name)
        yield Place(inner, "" if len(child) else (child.text or "").strip(), len(child) > 0)
        yield from _places(child, inner)


def _paths(places: tuple[Place, ...]) -> dict[Steps, str]:
    paths: dict[Steps, str] = {}
    for place in places:
        name = place.steps[-1]
        if name in paths.values():
            raise UnusableForm("nama ini dipakai dua kali", name=name, column="name")
        paths[place.steps] = name
    return paths


def _instances(model: Element) -> Iterator[tuple[str, tuple[Item, ...]]]:
    for instance in model.findall(tag("instance"))[1:]:
        rows = instance.findall(f"{tag('root')}/{tag('item')}")
        if instance.get("src") is None:
            yield instance.get("id", ""), tuple(_item(row) for row in rows)


def _item(row: Element) -> Item:
    return {local(cell): (cell.text or "").strip() for cell in row}


def _columns(rows: tuple[Item, ...]) -> frozenset[str]:
    return frozenset(column for row in rows for column in row)


def _check_places(controls: Mapping[Steps, Element], paths: Mapping[Steps, str]) -> None:
    for steps in controls:
        if steps not in paths:
            raise UnusableForm(
                "pertanyaan ini tidak punya tempat untuk jawabannya", name=(steps or ("",))[-1]
            )


def _controls(element: Element) -> Iterator[tuple[Steps, Element]]:
    """Walk the questions in the order they are asked."""
    for child in element:
        kind = local(child)
        steps = steps_of(child.get("ref", "") or child.get("nodeset", ""))
        if kind in _CONTROLS:
            yield steps, child
        elif kind == "group":
            yield from _controls(child)
        elif kind not in _SILENT:
            name = steps[-1] if steps else ""
            raise UnusableForm(_REFUSED.get(kind, f"{kind} tidak didukung"), name=name, column="type")


_FILE = re.compile(r"jr://file(?:-csv)?/(.+)")


def missing_files(xml: str) -> Mapping[str, str]:
    """Name the files that lists are read from and that are not in the form yet, by the list's name."""
    model = _found(_parsed(xml), f"{_XHTML}head/{tag('model')}")
    named = {one.get("id", ""): _FILE.fullmatch(one.get("src", "")) for one in model.findall(tag("instance"))}
    return {name: file[1] for name, file in named.items() if file}
