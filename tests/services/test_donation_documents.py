"""What came with the box is kept as it is, told by its bytes and never by its name, and goes only while the donation is a draft."""

from __future__ import annotations

import struct
import zlib
from datetime import date

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import donation_documents, donations
from pharmacy_app.services.donation_writing import NewLine
from tests.support.desks import TODAY, Worker


def png(shade: int = 0) -> bytes:
    """One grey point."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes((0, shade)))) + part(b"IEND", b"")


@pytest.fixture
def draft(worker: Worker) -> int:
    donor = donations.add_donor(worker.desk, worker.by(), "Ponte Solidale", "IT")
    return donations.open_draft(worker.desk, worker.by(), donor, TODAY)


def test_what_is_attached_comes_back_byte_by_byte(worker: Worker, draft: int) -> None:
    first = donation_documents.attach(worker.desk, worker.by(), draft, "C:\\Fotos\\lista de José №1.PNG", png())
    second = donation_documents.attach(worker.desk, worker.by(), draft, "carta.pdf", b"%PDF-1.7 bytes")
    listed = donation_documents.documents(worker.desk, draft)
    assert [(one.id, one.name, one.media_type, one.size, one.entered_by) for one in listed] == [
        (first, "lista de José №1.PNG", "image/png", len(png()), "Carmen R."),
        (second, "carta.pdf", "application/pdf", 14, "Carmen R."),
    ]
    assert donation_documents.document(worker.desk, first).content == png()
    assert donation_documents.counts(worker.desk) == {draft: 2}


def test_the_same_bytes_twice_are_noticed_whatever_their_name_but_only_in_one_donation(worker: Worker, draft: int) -> None:
    donation_documents.attach(worker.desk, worker.by(), draft, "a.png", png())
    with pytest.raises(Refusal, match="document_known"):
        donation_documents.attach(worker.desk, worker.by(), draft, "b.png", png())
    other = donations.open_draft(worker.desk, worker.by(), donations.donors(worker.desk)[0].id, TODAY)
    donation_documents.attach(worker.desk, worker.by(), other, "a.png", png())
    assert donation_documents.counts(worker.desk) == {draft: 1, other: 1}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (b"MZ\x90 a program that calls itself a photo", "document_kind_unknown"),
        (b"<html>%PDF-", "document_kind_unknown"),
        (b"RIFF\x00\x00\x00\x00WAVE", "document_kind_unknown"),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "document_too_large"),
    ],
)
def test_what_is_no_photo_and_no_pdf_is_refused_by_its_bytes(worker: Worker, draft: int, content: bytes, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        donation_documents.attach(worker.desk, worker.by(), draft, "foto.jpg", content)
    assert donation_documents.documents(worker.desk, draft) == ()


def test_a_document_goes_while_it_is_a_draft_and_can_be_put_back(worker: Worker, draft: int) -> None:
    made = donation_documents.attach(worker.desk, worker.by(), draft, "a.png", png())
    kept = donation_documents.take_off(worker.desk, worker.by(), made)
    assert donation_documents.documents(worker.desk, draft) == ()
    with pytest.raises(Refusal, match="document_unknown"):
        donation_documents.take_off(worker.desk, worker.by(), made)
    again = donation_documents.attach(worker.desk, worker.by(), kept.donation_id, kept.name, kept.content)
    donations.add_lines(worker.desk, worker.by(), draft, [NewLine("Losartan", 5, "L", date(2028, 8, 31))])
    donations.receive(worker.desk, worker.by(), draft)
    with pytest.raises(Refusal, match="donation_fixed"):
        donation_documents.take_off(worker.desk, worker.by(), again)
    donation_documents.attach(worker.desk, worker.by(), draft, "later.png", png(7))  # a letter may come after the box
    assert len(donation_documents.documents(worker.desk, draft)) == 2


def test_no_name_of_a_file_gets_into_the_record(worker: Worker, draft: int) -> None:
    made = donation_documents.attach(worker.desk, worker.by(), draft, "receta de Pedro Perez.png", png())
    donation_documents.take_off(worker.desk, worker.by(), made)
    with worker.desk.read() as connection:
        said = " ".join(map(str, connection.execute(text("SELECT before, after FROM audit")).all()))
    assert "Pedro" not in said and '"kind": "image/png"' in said


@pytest.mark.parametrize(
    ("given", "shown"),
    [("/tmp/a/b.jpg", "b.jpg"), ("", "documento"), ("x\n\x00y.png", "xy.png"), ("n" * 300 + ".jpeg", "n" * 114 + "….jpeg")],
)
def test_names_are_shown_as_given_but_short_and_without_folders(given: str, shown: str) -> None:
    assert donation_documents.shown_name(given) == shown
