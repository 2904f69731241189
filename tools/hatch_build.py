"""Build hook: compiled translations for every installation; migrations/ and resources/ inside the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("migrations", "resources")


def compile_translations(folder: Path) -> None:
    """Write the `.mo` beside each `.po` under this folder; entries without a translation are left out."""
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name)
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalog)


class CustomBuildHook(BuildHookInterface[Any]):
    """hatchling finds it by its base class."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable installation reads migrations/ and resources/ from the checkout, so only a wheel carries copies."""
        root = Path(self.root)
        compile_translations(root / "resources" / "translations")
        if version == "standard":
            build_data["force_include"].update({str(root / name): f"pharmacy_app/{name}" for name in SHIPPED})
