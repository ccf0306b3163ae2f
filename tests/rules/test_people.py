"""Who may do what, and how a case is called."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from conversations.people import MAY, Action, Role, Standing, number_of
from tests.rules.office import person

case_ids = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(case_ids)
def test_a_case_number_can_be_read_aloud(case: str) -> None:
    """Three signs, a dash, three signs, and none of I, L, O, U."""
    number = number_of(case)
    assert len(number) == 7
    assert number[3] == "-"
    assert not set(number) & set("ILOU")
    assert number.upper() == number


@given(st.integers(0, 29))
def test_every_bit_of_a_case_number_counts(bit: int) -> None:
    """Two cases that differ in one of the first thirty bits have two numbers."""
    assert number_of(f"{1 << bit:08x}" + "0" * 24) != number_of("0" * 32)


def test_case_numbers_of_random_ids_seldom_meet() -> None:
    """Of five hundred, hardly two are the same."""
    counted = Counter(number_of(f"{number * 2654435761 % 2**32:08x}" + "0" * 24) for number in range(500))
    assert len(counted) >= 499


def test_every_role_is_declared_and_only_declared_actions_are_allowed() -> None:
    """What a role may do stands in one table; nobody may both work here and report for residents."""
    assert set(MAY) == set(Role)
    assert all(Action.REPORT_FOR_RESIDENT not in MAY[role] or len(MAY[role]) == 1 for role in Role)


def test_only_who_is_linked_may_do_anything() -> None:
    """An invitation gives nothing before it is confirmed, and a revoked role nothing at all."""
    for role in Role:
        allowed = {standing: any(map(person(1, role, standing).may, Action)) for standing in Standing}
        assert allowed == {
            Standing.PENDING: False,
            Standing.LINKED: True,
            Standing.UNREACHABLE: True,
            Standing.REVOKED: False,
        }
