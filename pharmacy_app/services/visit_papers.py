"""The visit sheet on paper: reads, words, hands to `reports`."""

from __future__ import annotations

from pharmacy_app.domain.circumstances import age_on
from pharmacy_app.domain.codes import visit_sheet_code
from pharmacy_app.domain.directions import from_json
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.reports.visit_sheet import VisitMedicine, VisitPaper, VisitPerson, visit_sheet
from pharmacy_app.services import census, setup, visits
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.prescriptions import ItemRow
from pharmacy_app.services.visits import Sheet, SheetLine
from pharmacy_app.system.language import Language
from pharmacy_app.wording import trade
from pharmacy_app.wording.directions import on_paper


def visit_sheet_paper(desk: Desk, sheet_id: int, language: Language) -> bytes:
    """A visit sheet as PDF; days are counted from today, or from the sheet's Monday where that is still to come. Raises `Refusal` `sheet_unknown`."""
    sheet = visits.sheet(desk, sheet_id)
    with desk.read() as connection:
        catalogue = medicines_by_id(connection)
    office = next((row.office for row in census.councils(desk) if row.id == sheet.row.council_id), "")
    return visit_sheet(_paper(desk, sheet, office, catalogue, language), language)


def _paper(desk: Desk, sheet: Sheet, office: str, catalogue: dict[int, Medicine], language: Language) -> VisitPaper:
    row, day = sheet.row, max(desk.clock.today(), sheet.row.week_of)

    def medicine(line: SheetLine, item: ItemRow) -> VisitMedicine:
        known = catalogue.get(item.medicine_id or 0)
        last = line.lasts.get(item.id)
        return VisitMedicine(
            trade.medicine_title(language, known) if known else item.medicine_text,
            on_paper(language, from_json(item.directions)) if item.directions else item.directions_text,
            item.review_on,
            None if last is None else (last - day).days,
            item.status == "waiting",
            item.review_on is not None and item.review_on < sheet.next_visit,
            last is not None and last < sheet.next_visit,
        )

    def person(line: SheetLine) -> VisitPerson:
        one = line.row
        return VisitPerson(
            one.number,
            one.patient,
            age_on(one.birth_date, day) if one.birth_date else None,
            one.sex,
            ", ".join(part for part in (one.house, one.directions, one.sector) if part),
            one.access,
            tuple(allergy.told for allergy in line.allergies),
            tuple(medicine(line, item) for item in line.items),
            line.last_met,
            line.first,
        )

    pharmacy = setup.settings(desk)["pharmacy_name"]
    people = tuple(person(line) for line in sheet.lines)
    return VisitPaper(
        pharmacy, visit_sheet_code(row.id), row.council, office, row.doctor, row.week_of, sheet.next_visit, people, sheet.first_block
    )
