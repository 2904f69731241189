"""What people see. The only room with Qt.

A screen is a folder `screens/<name>/` whose `__init__.py` has `make(context: Context) -> Room`; its line is in `rooms.py`.

Room (room.py)       class Stock(Room): def __init__(self, context): super().__init__(context, "stock", tr("Stock"));
                     set_title · set_state(sentence) · set_primary(text, do, icon) · set_secondary(Action(text, do, icon, key), ...) ·
                     set_keys(("↵", "open"), ...) · help = "..." (F1; blank line = paragraph) · shows = frozenset({"stock"}) ·
                     body (QVBoxLayout that scrolls where the window is too low) · shortcut(key, do) ·
                     override refresh(changed), on_enter(target), on_scan(text) -> bool, set_compact(bool), focus_first()
Context (context.py) desk, language, tasks, messages, go(room_key, target), by()
Tasks (tasks.py)     run_read(work, done, failed=None, owner=None) · run_write(work, done, changed={"stock"}, ...) ·
                     run_long(title, work(progress), done, ...): progress.at(share 0..1, sentence). Errors nobody takes are shown.
                     Names of what changes: donations, stock, community, prescriptions, matching, rounds, settings.
Messages             toast(text, undo=None) · ask(Question(title, verb, what, figures=(Figure(number, words),), attention=((kind, sentence),),
                     remedy, danger=False), yes) · error(error) · tell(title, sentence, kind)
Tables (widgets/)    cells.py Cell, Column, Badge, Bar, number(), named() · models.py RowsModel(columns, identity),
                     TreeModel(columns, child_columns, children, identity) · table.py Table(model, name, two_lines, wrap):
                     set_rows, row(), select(key), chosen, opened, letters (single letters that act; never QShortcut for these, a scan would press them)
Words                labels.py label(text, look, wrap), rule(), Symbol · cards.py Card(title).body, ScrollColumn.body, Refused(sentence, remedy, button)
Buttons              buttons.py Button(text, look, icon, key) looks primary|secondary|quiet|danger|danger-filled ·
                     chips.py ChipRow([(key, word)]).chosen, set_counts · badges.py BadgeLabel(Badge(kind, word)) · keycaps.py Keycap
Fields               fields.py Field(name, language, hint, placeholder, parse) parse(text) -> (value, echo) or PharmacyError; value(), set_wrong ·
                     Choice(name, [(key, word)]) · Notes · SearchField.searched · EnterGoesOn([fields], done, parent) ·
                     suggest.py SuggestField(name, language, find(typed, give), add="Add a ...").picked, add_wanted, value() · Suggestion
Empty, charts        empty.py Empty(icon, title, sentence, [Way(icon, verb, how, do, key)]) · charts.py MonthBars, SplitBars, BalanceBar, Legend, ChartBar
Dialogs              dialog.py Dialog(window, title).body, set_buttons(back, verb, do), open(); do() ends with accept() once all is well
Paper                paper.show_paper(context, window, title, file_name, make) makes it off the thread and previews it;
                     paper.show_labels(context, window, donation_id= or batch_ids=) · show_pdf(...) for bytes that are there
Colours, sizes       theme.current(): color(role), px(n), font(size, strong). No literal colour or size in a screen.
Icons                icons.paint, icons.pixmap by Tabler's names; the files lie in resources/icons
Start                app.run(language, theme, after_paint, lock); after_paint(application, shell, tasks) opens the store and ends with
                     entering.enter(application, shell, context, search); first_run.FirstRun(shell, language).chosen; banner.practice, dressing.dress
"""
