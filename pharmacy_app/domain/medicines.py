"""A medicine: what a doctor prescribes. INN, strength, form, release and route together; ATC is an attribute, not the key."""

from __future__ import annotations

from dataclasses import dataclass

FORMS = (
    "tablet", "chewable_tablet", "dispersible_tablet", "effervescent_tablet", "sublingual_tablet", "vaginal_tablet", "lozenge",
    "capsule", "sachet", "powder_for_oral_liquid", "oral_liquid", "oral_drops", "oral_spray", "injection", "powder_for_injection", "infusion",
    "inhaler", "inhalation_powder", "nebuliser_solution", "nasal_spray", "nasal_drops", "eye_drops", "ear_drops", "eye_ointment",
    "cream", "ointment", "gel", "lotion", "shampoo", "topical_solution", "topical_powder", "patch", "suppository", "pessary",
    "implant", "intrauterine", "other",
)  # fmt: skip
UNITS = (
    "tablet", "capsule", "sachet", "ml", "ampoule", "vial", "syringe", "pen", "bottle", "inhaler", "tube", "patch", "suppository", "pessary", "piece",
)  # fmt: skip
RELEASES = ("immediate", "modified", "enteric")


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine of the catalogue.

    `strength` is canonical text: `10 mg`, `250 mg/5 ml`, `500 mg + 125 mg`, `100 ug/dose`, `100 IU/ml`, `1 %`.
    `names` are (Spanish, English, Italian, Russian) names of the substance; `unit` is the dispensing unit that stock counts;
    `doses_per_unit` says how many doses of the directions one unit holds (200 puffs in an inhaler; 1 for a tablet or a mL).
    """

    id: int
    inn: str
    strength: str
    form: str
    release: str
    route: str
    atc: str
    unit: str
    names: tuple[str, str, str, str]
    doses_per_unit: int = 1
    cold_chain: bool = False
    controlled: bool = False
    swappable: bool = True
    divisible: bool = False
    keep_pack_whole: bool = False
    essential: bool = False
    warnings: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The substance as people of that language call it; the INN where nobody has said."""
        index = ("es", "en", "it", "ru").index(language)
        return self.names[index] or self.names[0] or self.inn

    @property
    def exchange_key(self) -> tuple[str, str, str, str]:
        """Medicines that share it differ in strength alone."""
        return (self.inn, self.form, self.release, self.route)
