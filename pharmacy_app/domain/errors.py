"""Two families of errors that people are told about; everything else is a bug.

A `Refusal` is a rule saying no: the person can do something about it. A `Trouble` is the machine's: disk, file, server.
Both carry a code and data, never a sentence: `pharmacy_app.wording` has one sentence per code and language.
"""

from __future__ import annotations


class PharmacyError(Exception):
    """A code (`snake_case`), where it happened, and the data its sentence needs.

    `data` holds plain values only and never a person's name, address or ID: it may reach a log.
    """

    def __init__(self, code: str, where: str = "", /, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.data = data

    def __str__(self) -> str:
        return self.code


class Refusal(PharmacyError):
    """A rule refused it: nothing was changed, and the sentence says what can be done."""


class Trouble(PharmacyError):
    """The machine failed: a file, the disk, the server. Nothing was changed unless the code says that it is unclear."""
