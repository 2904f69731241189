"""Why a row of a donor's list, a census or a list of prescriptions is not simply taken, beside what `community` says. No Qt."""

from __future__ import annotations

from pharmacy_app.system.language import mark

# What a column of a sender's sheet can mean, in the order in which it is offered.
MEANINGS = {
    "description": mark("description"),
    "inn": mark("active ingredient"),
    "strength": mark("strength"),
    "form": mark("form"),
    "brand": mark("brand"),
    "lot": mark("lot"),
    "expiry": mark("expiry"),
    "quantity": mark("quantity in units"),
    "packs": mark("quantity in boxes"),
    "pack_size": mark("units in a box"),
    "gtin": mark("code of the box (GTIN)"),
    "manufacturer": mark("manufacturer"),
    "code": mark("the sender's own code"),
    "storage": mark("storage"),
}
ROWS = {
    "medicine_unknown": mark("Nobody has said yet what medicine this is: it waits until somebody does."),
    "not_dispensed": mark("It is on the list of what is never handed out here: it is received and set apart."),
    "description_missing": mark("It does not say what it is: write the medicine."),
    "description_from_above": mark("The name was taken from the row above: please look."),
    "expiry_missing": mark("It has no expiry date: it goes into quarantine until somebody looks at the box."),
    "expiry_never": mark("It says that it never expires: it goes into quarantine until somebody looks at the box."),
    "expiry_unreadable": mark("The expiry date cannot be read: it goes into quarantine until somebody looks at the box."),
    "expiry_implausible": mark("The expiry date lies before the year 2000: look at the box."),
    "expiry_far": mark("The expiry date is more than 15 years ahead: look at the box."),
    "expiry_past": mark("It had expired when it came: it is counted, and nobody gets it."),
    "expiry_several": mark(
        "It has several dates and nothing says which is the expiry: it goes into quarantine until somebody looks at the box."
    ),
    "expiry_russian_unset": mark(
        "A month on a Russian pack: until the committee chooses the rule, it counts as expired when that month begins."
    ),
    "date_order": mark("The date can be read in two ways, day first or month first: say which."),
    "date_other_order": mark("The date is written in another order than the rest: please look."),
    "date_cell_among_text": mark("A spreadsheet program turned this date into a day by itself: please look."),
    "date_from_number": mark("The date is a bare number: please look."),
    "date_in_text": mark("The date stands among other words: please look."),
    "date_missing": mark("The date of the prescription is missing."),
    "date_unreadable": mark("The date cannot be read: write it as 24/11/2026."),
    "date_future": mark("The date has not come yet: look at the year."),
    "lot_missing": mark("It has no lot number: look at the box."),
    "lot_damaged": mark("A spreadsheet program has changed the lot number: copy it from the box."),
    "pack_size_unclear": mark("How many units a box holds is not clear: please look."),
    "packs_without_size": mark("It counts boxes, and nobody says how many units a box holds: write it in the preview, or in the sheet."),
    "quantity_disagrees": mark("Units, and boxes times their size, do not agree: count the box."),
    "not_sent": mark("It was asked for and not sent: the line was left empty."),
    "table_without_columns": mark("This table lacks columns that a stock list needs: it was not read."),
    "quantity_missing": mark("The quantity is missing: write how many units came."),
    "quantity_not_a_number": mark("The quantity is not a number: write how many units came."),
    "quantity_negative": mark("The quantity is below zero: write how many units came."),
    "quantity_zero": mark("The quantity is zero: nothing to receive."),
    "quantity_fractional": mark("The quantity is not a whole number: count in units."),
    "quantity_too_large": mark("The quantity is far too large: look whether it is a code or a telephone."),
    "units_per_day_not_a_number": mark("The units a day are not a number: write 2, or 1/2."),
    "units_per_day_negative": mark("The units a day are below zero."),
    "units_per_day_zero": mark("The units a day are zero: write how many are taken."),
    "units_per_day_too_large": mark("The units a day are far too many: please look."),
    "days_missing": mark("It does not say for how many days."),
    "days_not_a_number": mark("The days are not a number: write for how many days."),
    "days_negative": mark("The days are below zero: write for how many days."),
    "days_zero": mark("The days are zero: write for how many days."),
    "days_fractional": mark("The days are not a whole number."),
    "days_too_large": mark("The days are far too many: please look."),
    "dose_in_directions": mark("The dose stands in the directions."),
    "chronic_unclear": mark("Chronic or not is not clear: write yes or no."),
    "not_a_stock_list": mark("This sheet is no stock list."),
    "sheet_is_copy": mark("This sheet repeats another one and was read once."),
    "subtotal": mark("A total, not a batch."),
    "note": mark("A note, not a batch."),
    "header_again": mark("The column names again."),
}
