"""What is refused and what fails, one sentence for each code: what, where, and what to do. No Qt."""

from __future__ import annotations

from pharmacy_app.system.language import mark

# Opening the pharmacy: folder, key, database.
_OPENING = {
    "folder_in_use": mark("This folder holds a pharmacy already: open it, or choose another folder."),
    "no_pharmacy": mark("There is no pharmacy in this folder: choose another folder, or begin a new pharmacy."),
    "folder_read_only": mark("Nothing can be written in the data folder: ask for permission to write there, or choose another folder."),
    "disk_full": mark("The disk is full, so nothing was saved: make room and do it again."),
    "disk_failed": mark(
        "The disk is full or does not answer as it should, and nothing was saved: make room, copy the data folder and call your technician."
    ),
    "database_damaged": mark(
        "The pharmacy's file is damaged, or the key beside it belongs to another one: change nothing and put back the last copy, with your technician."
    ),
    "database_busy": mark("Another program is writing in the pharmacy's file: wait a moment and do it again."),
    "database_failed": mark("The database does not answer; nothing was saved. Look at the network and try again."),
    "database_url": mark("The address of the server cannot be read: ask your technician to write it again."),
    "database_not_ours": mark("The server's database holds something else: ask your technician for an empty one."),
    "postgres_missing": mark("This computer cannot speak with a PostgreSQL server yet: ask your technician to install psycopg."),
    "database_newer": mark(
        "A newer program wrote this pharmacy (version {found}; this one knows up to {known}): install the newer program."
    ),
    "upgrade_failed": mark("The pharmacy could not be brought up to date ({tables}). It is as it was before: call your technician."),
    "sqlite_too_old": mark("The database on this computer is too old ({found}; at least {needed} is needed): install the program again."),
    "key_missing": mark(
        "The key of this pharmacy is not in its folder: put back the key file from your copy. Without it nothing can be read."
    ),
    "key_damaged": mark("The key of this pharmacy is damaged: put back the key file from your copy."),
    "today_only_in_training": mark("Another day than today can be set in a practice pharmacy only."),
    "already_furnished": mark("This folder holds a pharmacy already: open it, or choose another folder."),
    "sample_unknown": mark("There is no practice pharmacy “{size}”: choose one of {sizes}."),
    "sample_not_empty": mark("The practice data can only be put in an empty pharmacy: choose an empty folder."),
    "command_unclear": mark("The command is not understood: {text}. Write --help to see what there is."),
    "day_unclear": mark("“{text}” is no day: write it as 2026-11-24."),
    "day_out_of_reach": mark("{day} is too far away to be meant: look at the year."),
    "number_unclear": mark("“{text}” cannot be used here: write a whole number."),
    "word_unknown": mark("“{text}” is not known here; there are: {choices}. Write --help to see what each does."),
    "argument_missing": mark("Something is missing behind the command: {text}. Write --help to see how it is written."),
    "argument_unknown": mark("“{text}” is not known here: look at how it is written with --help."),
    "value_missing": mark("Behind {text} a word is missing: look at how it is written with --help."),
    "arguments_exclude": mark("{text} and {other} cannot be used together: leave one of them out."),
    "no_screen": mark("There is no screen here to open the window on: use the commands; --help shows them."),
    "bug": mark(
        "The program made a mistake. Look whether it was saved, and show your technician the file pharmacy.log in the data folder."
    ),
}
# Saving, and what the database itself guards.
_SAVING = {
    "unclear": mark("It is not known whether this was saved: before doing it again, look whether it is there."),
    "not_saved": mark("This was not saved: do it again."),
    "act_repeated": mark("This was saved already; nothing was done twice."),
    "movement_immutable": mark("What came in or went out cannot be changed afterwards: correct it with a count."),
    "audit_immutable": mark("The record of who did what cannot be changed."),
    "policy_immutable": mark("Criteria that were decided cannot be changed: make a new version."),
    "on_hand_by_ledger_only": mark("What is on the shelf changes only by something that comes in or goes out: use a count."),
    "reserved_by_allocations_only": mark("What is reserved changes only with a proposal or a round."),
    "batch_starts_empty": mark("A new lot begins with nothing on hand: receive its units with a donation."),
    "batch_identity_fixed": mark(
        "The lot number, donation and product of a lot that was received stay as they are: set it aside and receive it anew."
    ),
    "batch_has_reservations": mark("Units of this lot are reserved for people: release them first."),
    "not_dispensable": mark("This lot is set aside or nobody has said what it is: nobody may get it. Look at it in Stock."),
    "expired_on_day": mark("This lot has expired by that day: nobody may get it. Choose another lot."),
    "delivery_exceeds_allocation": mark("More units than were reserved for this person cannot be handed out: make a new proposal."),
    "reversal_unlike": mark("A counter-entry must take back exactly what was entered: same lot, same units."),
    "allocation_fixed": mark("What was reserved for a person does not change its lot or its units: release it and make a new proposal."),
    "slip_fixed": mark("What this slip carried was handed out: its person and its house stay as they are."),
    "run_fixed": mark("This proposal was decided and stays as it is: make a new one."),
    "donation_fixed": mark("This donation was received already and stays as it is: correct the shelf with a count."),
    "product_in_use": mark("Units of this box were promised or handed out as another medicine: what it is cannot change any more."),
    "medicine_not_exact": mark("“{text}” does not say exactly one medicine: write its name, its strength and its form."),
    "user_unknown": mark("Nobody of that name works here: look how it is written in Settings."),
    "product_unknown": mark("This box is not there any more: look for it again."),
    "identity_unchanged": mark("Nothing changes: that is what is written of this box already."),
    "identity_changed": mark("Somebody has said something else of this box meanwhile: open it again and look."),
    "second_person_needed": mark("One person has said what this box is: another person must say the same before it is handed out."),
    "second_person": mark("Whoever said what this box is cannot confirm it too: ask another person of the committee."),
    "identity_has_medicine": mark("A box is known only as a medicine: say first which one it is."),
    "expired_on_arrival": mark("It had expired when it came: it cannot go to the shelf."),
    "part_within_quantity": mark("Accept at least one unit and fewer than came; for all of them, accept the whole line."),
    "decision_has_name": mark("A decision about a line needs the name of who took it."),
    "round_not_out": mark("This round is not on its way: what came back can be noted only while it is."),
    "person_left": mark(
        "This person has died, has left, or is written down twice: nothing can be ordered for this entry. Look at the person's page."
    ),
    "left_with_reason": mark("Whoever is no longer here leaves with a day and a reason: say which."),
    "history_fixed": mark("Who lived where is history and stays: write what happened since."),
    "decision_fixed": mark("What the committee decided for a person stays written: decide anew, and the newest counts."),
    "meeting_fixed": mark("Something was confirmed in this meeting: who was there stays as it is. Write down another meeting."),
    "meeting_missing": mark("A proposal is confirmed in a meeting: say who is there."),
    "too_many_present": mark("There is room for {most} names: write those who decide."),
    "units_not_whole": mark("Units are whole numbers: count tablets, ampoules or millilitres."),
    "not_a_day": mark("This is no day of the calendar: write it as 24/11/2026."),
    "on_hand_not_negative": mark("There are fewer units on the shelf than that: count again."),
    "reserved_within_stock": mark("Some of these units are reserved for people: release them first, or take fewer."),
}
# Files that come in and go out, and paper.
_FILES = {
    "out_folder_missing": mark("The folder in which the file was to be written is not there: make it, or choose another."),
    "out_is_a_folder": mark("What was named is a folder: name the file that is to be written in it."),
    "file_missing": mark("The file is not there: look at its name and its folder."),
    "column_unknown": mark("The list has no column “{name}”. It has these: {columns}."),
    "file_unreadable": mark("The file cannot be opened: close it in the other program, or ask for permission to read it."),
    "file_empty": mark("The file is empty: look whether it is the right one."),
    "file_too_large": mark("The file is far too large for a list: keep only the sheet that is needed and save it again."),
    "file_locked": mark("The file has a password: open it, save it without the password and choose it again."),
    "file_damaged": mark("The file is damaged: open it in a spreadsheet program, save it as .xlsx and choose that one."),
    "file_not_a_table": mark("This is no spreadsheet: choose a file that ends in .xlsx, .xls or .csv."),
    "pack_seen": mark("This very pack was scanned before: it was not counted again."),
    "file_is_picture": mark(
        "This is a photo, and a list cannot be read from it: ask the sender for the sheet, or type the lines and attach the photo."
    ),
    "file_is_pdf": mark(
        "This is a PDF, and a list cannot be read from it: ask the sender for the sheet, or type the lines and attach the PDF."
    ),
    "file_is_xlsb": mark("This is a binary Excel file (.xlsb): open it in a spreadsheet program, save it as .xlsx and choose that one."),
    "csv_quotes": mark("A quotation mark opens and never closes: correct it in the file."),
    "sheet_missing": mark("The file has no sheet “{sheet}”; it has: {sheets}."),
    "not_a_stock_list": mark(
        "This is no stock list: these columns are missing: {missing}; found: {recognised}. The empty form shows how it looks."
    ),
    "months_out_of_range": mark("{months} months cannot be asked for: write a number from 1 to {most}."),
    "nothing_needed": mark("The shelf has all that prescriptions use in {months} months: there is nothing to ask for."),
    "layout_unknown": mark("This donor's sheets are read by themselves already: there is nothing to forget."),
    "list_without_rows": mark("The list has column names but no rows: look whether it is the right file."),
    "nothing_to_import": mark("Not one row can be taken; {refused} were refused. Correct the file and read it again."),
    "file_imported_before": mark("This file was received already, as donation {donation}: nothing was done."),
    "results_without_columns": mark("The list of results needs the columns “code” and “result”: add them and read it again."),
    "template_unknown": mark("There is no form “{kind}”: choose one of {kinds}."),
    "labels_none": mark("Nothing of this is on the shelf: there is no lot to label."),
    "labels_too_many": mark("{n} labels are too many for one print: ask for {most} at most."),
    "copies_out_of_range": mark("Between 1 and {most} labels for each lot."),
    "suffix_unknown": mark("A file that ends in “{suffix}” cannot be written: choose {suffixes}."),
    "file_not_written": mark("The file could not be written: choose another folder, or close it in the other program."),
    "pdf_unreadable": mark("The document cannot be shown: make it again, and call your technician if it happens twice."),
    "printer_missing": mark("There is no printer on this computer: connect one, or save the document as PDF."),
    "printer_not_ready": mark("The printer “{printer}” is not ready: switch it on, look at its paper and try again."),
    "printer_rejects": mark(
        "The queue of the printer “{printer}” takes no documents: look at its settings, choose another printer, or save as PDF."
    ),
    "printer_stopped": mark(
        "The printer “{printer}” is stopped: nothing would come out. Start it again in the settings of this PC, or choose another."
    ),
    "printer_refused": mark("The printer “{printer}” did not take the document: try again, or save it as PDF."),
}
# Donations and the shelf.
_SUPPLY = {
    "donor_unknown": mark("No donor has that name: look how it is written, or choose it from the list."),
    "donor_exists": mark("A donor of this name is there already: choose it from the list."),
    "donor_without_name": mark("Write the donor's name."),
    "donor_needs_country": mark("Say which country the donor sends from, in two letters (IT, ES, US)."),
    "country_unknown": mark("“{country}” is no country: two letters, such as VE, IT or ES."),
    "line_without_description": mark("Write what stands on the box."),
    "line_unknown": mark("This line is not there any more: read the list again."),
    "nothing_on_paper": mark("Nothing is written of what the paper said: count the lines against the packing list first, with “Count”."),
    "document_kind_unknown": mark("This file is neither a photo (JPG, PNG, WEBP) nor a PDF: take a photo of the paper, or save it as PDF."),
    "document_too_large": mark("This file is larger than {most} MB: attach a photo of it, or a part of it."),
    "document_empty": mark("This file is empty: choose another one."),
    "document_unreadable": mark(
        "This file is damaged or locked, and cannot be shown: take the photo again, or save it without a password."
    ),
    "document_known": mark("This document is attached already."),
    "document_unknown": mark("This document is not there any more: read the list again."),
    "document_not_pasted": mark("There is no photo and no file to paste: copy one first."),
    "expiry_unreadable": mark("“{text}” is no expiry date: write it as on the box, such as 08/2027."),
    "expiry_implausible": mark("“{text}” lies before the year 2000: look at the box again."),
    "expiry_missing": mark("Nobody knows when this lot expires: write the date on the box, or keep it set aside."),
    "received_in_future": mark("{day} has not come yet: write the day on which it arrived."),
    "received_long_ago": mark("{day} is too long ago: look at the year."),
    "day_unreadable": mark("“{text}” is no day: write it as 24/11/2026, or “today” or “yesterday”."),
    "donation_unknown": mark("This donation is not there any more: read the list again."),
    "donation_empty": mark("The donation has no lines yet: enter what came, or discard it."),
    "quantity_missing": mark("Write how many units: 70, or 2x30+10."),
    "quantity_not_whole": mark("“{text}” is no whole number: write units without points or commas, such as 1640."),
    "quantity_negative": mark("The quantity cannot be {text}: write how many units there are."),
    "quantity_unclear": mark("“{text}” is no quantity: write 70, or 2x30+10."),
    "quantity_too_large": mark("“{text}” is far too much: count again."),
    "reason_missing": mark("Say why, in a few words."),
    "kind_unknown": mark("Say what happened: damage, loss, disposal, given back or count."),
    "count_outdated": mark("Units moved while you were counting; now there are {now}: count again."),
    "batch_unknown": mark("This lot is not there any more: look for it again."),
    "lot_unknown": mark("No lot “{lot}” has come to this pharmacy: look at the number on the box."),
    "directions_not_countable": mark("Units cannot be counted from these directions: say how many units a day."),
    "dose_not_whole": mark(
        "The dose is no whole part of what this medicine comes in: choose another strength, or say how many units a day."
    ),
    "text_too_long": mark("The text is too long: at most {most} letters."),
}
# Proposals, rounds, criteria and reports.
_SHARING = {
    "run_unknown": mark("This proposal is not there any more: read the list again."),
    "cancelled": mark("Cancelled: nothing was left half written. It can be asked for again."),
    "run_not_open": mark("This proposal was confirmed or discarded already: make a new one."),
    "day_in_future": mark("{day} has not come yet: write the day on which it happened."),
    "from_day_past": mark("{day} is over: choose today or a day to come."),
    "more_than_asked": mark("Nobody gets more than was prescribed: at most {asked} units here."),
    "nothing_to_confirm": mark("Nobody gets anything in this proposal: there is nothing to confirm."),
    "stock_moved": mark("Meanwhile these lots have changed: {lots}. Make the proposal again."),
    "needs_moved": mark("Meanwhile the prescriptions of {people} people have changed: make the proposal again."),
    "refusal_unknown": mark("“{text}” is no reason of the list: choose one that is."),
    "pair_unclear": mark("“{text}” is not understood: write the number of the item, =, and why."),
    "refused_gets_nothing": mark("What is refused gets nothing: take the amount away, or the refusal."),
    "line_not_refused": mark("One of these lines is not refused (any more): read the list again."),
    "run_not_anew": mark("This proposal deals no medicine anew: there is no promise to compare it with."),
    "nothing_promised": mark("Nothing is promised there that has not left yet: there is nothing to take back."),
    "no_meeting": mark("There was no meeting on {day}: choose a day on which a proposal was confirmed."),
    "waits_for_doctor": mark("A doctor must answer first: nothing can be given on this line."),
    "round_unknown": mark("There is no round with that number: look at the list of rounds."),
    "round_in_past": mark("{day} is over: choose today or a day to come."),
    "nothing_to_deliver": mark("There is nothing to deliver: confirm a proposal first."),
    "promised_too_old": mark("What is promised here expires before {day}: choose an earlier day, or give it up and deal it anew."),
    "nothing_for_person": mark(
        "For one of these people nothing waits any more: somebody may have put them on another round. Read the list again."
    ),
    "nobody_chosen": mark("Nobody is chosen: mark at least one person."),
    "round_would_be_empty": mark("Nobody would be left on this round: cancel it instead."),
    "promise_on_a_round": mark("These units are on another round already: a promise is on one round only."),
    "lot_not_on_round": mark("This round takes nothing of that lot any more: read the list again."),
    "count_not_short": mark("That is what the book says: nothing is missing. Tick the line."),
    "round_not_planned": mark("This round has left or is closed already: it cannot be changed any more."),
    "stops_differ": mark("The houses of this round have changed meanwhile: open it again."),
    "round_closed": mark("This round is closed already."),
    "closed_before_walked": mark("The round is walked on {day}: it cannot be closed before."),
    "slip_unknown": mark("This slip does not belong to this round: look at the code on the paper."),
    "result_unknown": mark("“{result}” is no result: choose what happened at the door."),
    "slips_without_result": mark("{slips} slips have no result yet: say what happened at those doors."),
    "returned_unclear": mark("A part came back: say which medicines."),
    "lot_not_usable": mark("These lots have expired or were set aside: {lots}. Take them out of the bags."),
    "round_not_even": mark(
        "The bags do not add up: of some lot, what left is not what was delivered, came back or was lost. Nothing was saved: note it again."
    ),
    "round_not_closed": mark("This round is not closed: there is nothing to take back."),
    "reopen_on_later_round": mark(
        "Bags that came back with this round are on round {rounds} since then: take them off it first, or leave this one closed."
    ),
    "reopen_lot_aside": mark("These lots were set aside since then: {lots}. Decide about them first."),
    "reopen_units_used": mark("Of these lots, what came back was promised to others or left the shelf since then: {lots}."),
    "round_fixed": mark("This round was closed: it is put right by reopening it, which leaves both entries in the book."),
    "apart_unlike": mark("Units are set aside only out of the lot they came from, and as many as came back."),
    "item_not_in_bag": mark("One of these medicines was not in that bag: look at the slip again."),
    "period_reversed": mark("The period ends before it begins ({first} to {last}): turn the dates round."),
    "nothing_received": mark("Nothing came from this donor between {first} and {last}: choose another period."),
    "balance_open": mark(
        "Lot {lot} does not add up: {received} came, {counted} are accounted for. Look at its movements before the report goes out."
    ),
    "user_without_name": mark("Write the name of who works here."),
    "user_exists": mark("Somebody of this name works here already: add a surname."),
    "setting_unknown": mark("The program has no such setting."),
    "setting_not_a_number": mark("“{text}” is no number of days: write a whole number from 1 to 999."),
    "policy_out_of_range": mark("{name}: write a number from {least} to {most}."),
    "criteria_out_of_range": mark("{name}: the points do not fit. Between 0 and 1000, and tier A begins no lower than tier B."),
    "rule_not_a_number": mark("“{text}” is no number: write points or days in digits."),
    "rule_not_yes_or_no": mark("“{text}” is neither yes nor no: write one of the two."),
    "arrival_out_of_range": mark("{name}: write a number from {least} to {most}."),
    "arrival_rules_unreadable": mark("These rules cannot be read: make a new version of them."),
    "rules_unchanged": mark("Nothing was changed: these rules are in force already."),
    "decision_unknown": mark("Say what becomes of the line: all of it, a part, or nothing."),
    "decision_expired": mark("It had expired when it came: nobody can accept it."),
    "part_out_of_range": mark("Write how many units are accepted: from 1 to {most}."),
    "exception_without_note": mark("This is not what the rules say: write why, it is kept with your name."),
    "policy_unreadable": mark("These criteria cannot be read: make a new version of them."),
}
# Families' kits.
_KITS = {
    "kit_rule_unclear": mark("The rule cannot be read like this: look at the medicine, the dose, and whom it is for."),
    "kit_out_of_range": mark("Write a whole number from {least} to {most}."),
    "kit_age_unclear": mark("Write an age like 5, or 18 months."),
    "kit_ages_reversed": mark("The rule ends at a younger age than it begins: change one of the two."),
    "kit_rule_twice": mark("This rule is there already: change the other one, or take it away."),
    "kit_rules_unreadable": mark("These rules for family kits cannot be read: make a new version of them."),
    "kit_medicine_unknown": mark("{medicine} is not in the catalogue: choose it from the list."),
    "kit_release": mark("A kit cannot give a tablet that releases slowly: choose the usual one."),
    "kit_planned": mark("Of these families, {n} have a kit planned already: take them out of the choice."),
    "kit_not_due": mark("For {n} of these families it is too early: the first is due on {day}."),
    "kit_empty": mark("The rules give nothing to these families, and no treatment of theirs runs."),
    "kit_none_planned": mark("None of these families has a kit planned: prepare it first."),
    "kit_unknown": mark("This kit is not there any more: look at the list again."),
    "kit_not_planned": mark("This kit was handed over, or ended already: nothing is left to end."),
    "kit_on_its_way": mark("Something of this kit is on its way: close the round first."),
    "kit_nothing_promised": mark("Nothing is promised to these families yet: confirm the proposal in Matching first."),
}
REFUSALS = {**_KITS, **_OPENING, **_SAVING, **_FILES, **_SUPPLY, **_SHARING}
"""By code; the places are data of the same name."""

# Columns of a list by their meaning, for `missing`.
COLUMNS = {
    "patient_code": mark("code of the person"),
    "inn": mark("medicine"),
    "directions": mark("directions"),
    "patient": mark("code of the person"),
    "start": mark("beginning (START)"),
    "stop": mark("end (STOP)"),
    "name": mark("name"),
    "council": mark("communal council"),
    "description": mark("medicine"),
    "quantity": mark("quantity"),
    "expiry": mark("expiry date or lot"),
}
# What the committee decides, for the table of criteria and for `name`.
POLICY_WORDS = {
    "least_months": mark("Months of shelf life"),
    "fewest_days": mark("Fewest days left"),
    "slice_days": mark("Days in a slice"),
    "least_days": mark("Fewest days worth giving"),
    "margin_days": mark("Days kept before the expiry date"),
    "max_lots": mark("Most lots in one bag"),
    "vital": mark("Vital medicine"),
    "each_day_without": mark("Each day without it"),
    "most_for_days": mark("Most points for days without"),
    "from_a": mark("Tier A begins at"),
    "from_b": mark("Tier B begins at"),
}
