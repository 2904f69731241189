"""What people see. The only room with Qt.

A screen is a folder `screens/<name>/` whose `__init__.py` has `make(context: Context) -> Room`; its line is in `rooms.py`.

Room (room.py)       class Stock(Room): def __init__(self, context): super().__init__(context, "stock", tr("Stock"));
                     set_primary(text, do, icon) · set_secondary(Action(text, do, icon, key), ...) · set_keys(("↵", "open"), ...) ·
                     set_state(sentence) · help = "..." (F1; blank line = paragraph) · shows = frozenset({"stock"}) ·
                     body (QVBoxLayout) · shortcut(key, do) · override refresh(changed), on_enter(target), on_scan(text) -> bool, set_compact(bool)
Context (context.py) desk, language, tasks, messages, go(room_key, target), by()
Tasks (tasks.py)     run_read(work, done, failed=None, owner=None) · run_write(work, done, changed={"stock"}, ...) ·
                     run_long(title, work(progress), done, ...): progress.at(share 0..1, sentence). Errors nobody takes are shown.
Messages             toast(text, undo=None) · ask(Question(title, verb, what, figures=(Figure(number, words),), attention=((kind, sentence),),
                     remedy, danger=False), yes) · error(error) · tell(title, sentence, kind)
Tables               widgets/cells.py Cell, Column, Badge, Bar, number(), named() · widgets/models.py RowsModel(columns, identity),
                     TreeModel(columns, child_columns, children, identity) · widgets/table.py Table(model, name, two_lines, wrap):
                     set_rows, row(), select(key), chosen, opened, letters
Words                widgets/labels.py label(text, look, wrap), rule(), Symbol · widgets/cards.py Card(title).body, Refused
Buttons              widgets/buttons.py Button(text, look, icon, key) looks primary|secondary|quiet|danger|danger-filled ·
                     widgets/chips.py ChipRow([(key, word)]).chosen · widgets/badges.py BadgeLabel(Badge(kind, word))
Dialogs              widgets/dialog.py Dialog(window, title).body, set_buttons(back, verb, do), open(), place()
Colours, sizes       theme.current(): color(role), px(n), font(size, strong). No literal colour or size in a screen.
Icons                icons.paint, icons.pixmap by Tabler's names; the files lie in resources/icons
"""
