"""What can go wrong with what is kept, as one family.

::

    StorageError
    ├── Unopenable        a sealed value that does not open: wrong key, moved, older or damaged, all alike
    ├── Locked            the private half that would open it is not here now; sealing goes on
    ├── NotAllowed        somebody asked for what is not theirs to open
    ├── AuditBroken       the chain of audit rows does not verify
    ├── Refused           the program must not start like this; the message tells an administrator the mend
    │   ├── KeyFileRefused
    │   ├── SlotRefused
    │   └── StoreRefused
    ├── Unkeepable        the database refuses a row, and would again: trying again does not help
    └── StoreFailed       the database cannot keep or give back anything now: full, damaged, unreachable

Law: no message carries a sealed value, a key, a name, a chat or a statement's parameters.
"""


class StorageError(Exception):
    """Anything that this room raises on purpose."""


class Unopenable(StorageError):  # noqa: N818 - reads as what the value is
    """A sealed value does not open; which of the possible causes it was is not told apart."""


class Locked(StorageError):  # noqa: N818 - reads as what the case is
    """The private half of the key it is wrapped to is not open."""


class NotAllowed(StorageError):  # noqa: N818 - reads as what the asking is
    """Somebody may not open this; that it does not exist is answered alike."""


class AuditBroken(StorageError):  # noqa: N818 - reads as what the chain is
    """An audit row is missing, altered or out of place."""


class Refused(StorageError):  # noqa: N818 - the program refuses
    """The installation is unsafe or incomplete; the message is one sentence with the mend."""


class KeyFileRefused(Refused):
    """The key file is missing, unsafe or no key file."""


class SlotRefused(Refused):
    """No key slot opens with what was given."""


class StoreRefused(Refused):
    """The data directory or the database is not one this program may use."""


class Unkeepable(StorageError):  # noqa: N818 - reads as what the row is
    """A row breaks a rule of the database's; nothing of its transaction was kept."""


class StoreFailed(StorageError):  # noqa: N818 - reads as what the store did
    """The database cannot work now; of a transaction that was not answered, nothing may be assumed kept."""
