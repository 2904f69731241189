"""Whether what a text says of strength, form and release is what a medicine of the catalogue is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pharmacy_app.intake.forms import FormReading
from pharmacy_app.intake.strengths import Quantities, Strength

# Destroyed by gastric acid: there is no oral solid form of these that is not gastro-resistant, so labels often leave it unsaid.
_ALWAYS_ENTERIC = frozenset(("omeprazole", "pantoprazole", "esomeprazole", "lansoprazole", "rabeprazole"))
_BY_THE_DOSE = frozenset(("inhaler", "inhalation_powder", "oral_spray", "nasal_spray"))


@dataclass(frozen=True, slots=True)
class Presentation:
    """A medicine of the catalogue, ready for comparison: its substances in the order of its strength."""

    parts: tuple[str, ...]
    strength: Strength | None
    form: str
    release: str
    unit: str
    doses_per_unit: int

    @property
    def content_ml(self) -> Fraction | None:
        """What one ampoule, syringe, vial or pen holds, where the catalogue says so."""
        if self.strength is None or self.strength.per is None or self.strength.per[1] != "ml":
            return None
        if self.strength.per[0] != 1:
            return self.strength.per[0]
        amount, unit = self.strength.amounts[0]
        return self.doses_per_unit / amount if unit == "IU" and self.doses_per_unit > 1 else Fraction(1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says beside the name; `bare` are its numbers without a unit; `own_form`: it came in the columns of our own forms."""

    quantities: Quantities
    form: FormReading
    pack: int | None
    bare: tuple[tuple[Fraction, ...], ...] = ()
    own_form: bool = False

    def pack_for(self, unit: str) -> int | None:
        """Pieces in the pack; for a liquid by the ml, the ml of all its bottles, where one volume is named."""
        if unit != "ml":
            return self.pack
        volumes = set(self.quantities.volumes)
        whole = volumes.pop() * (self.pack or 1) if len(volumes) == 1 else Fraction(1, 2)
        return int(whole) if whole.denominator == 1 else None


def combine(strengths: tuple[Strength, ...], order: tuple[str, ...], parts: tuple[str, ...]) -> Strength | None:
    """The one strength of a text for these substances, its amounts in their order; None where it is not that many amounts."""
    if len(strengths) == len(parts) > 1 and all(len(s.amounts) == 1 and s.per == strengths[0].per for s in strengths):
        whole = Strength(tuple(s.amounts[0] for s in strengths), strengths[0].per, all(s.sure for s in strengths))
    elif len(strengths) == 1:
        whole = strengths[0]
    else:
        return None
    if len(whole.amounts) != len(parts):
        return None
    if set(order) == set(parts) and len(order) == len(parts) > 1:
        return whole.in_order(tuple(order.index(part) for part in parts))
    return whole


def strength_agrees(said: Strength | None, medicine: Presentation, everything: Said) -> str:
    """`strength_equal`, `strength_differs`, `strength_unsaid`, `strength_unitless` or `strength_unclear` (the same number, perhaps not of the same)."""
    ours = medicine.strength
    if said is None or ours is None:
        if everything.quantities.strengths:
            return "strength_differs"
        numbers = tuple(value if unit != "mg" or value >= 1 else value * 1000 for value, unit in ours.amounts) if ours else ()
        alone = {numbers, tuple(value for value, _ in ours.amounts) if ours else ()} & set(everything.bare)
        return "strength_unitless" if alone else "strength_unsaid"
    if said.rate == ours.rate:
        return "strength_equal" if said.sure and _same_container(said, medicine, everything) else "strength_unclear"
    same_amounts = said.amounts == ours.amounts
    if same_amounts and said.per is None and ours.per == (Fraction(1), "dose") and medicine.form in _BY_THE_DOSE and said.sure:
        return "strength_equal" if _same_doses(medicine, everything) else "strength_unclear"
    return "strength_unclear" if same_amounts and (said.per is None or ours.per is None) else "strength_differs"


def _same_doses(medicine: Presentation, everything: Said) -> bool:
    doses = set(everything.quantities.doses)
    return not doses or doses == {Fraction(medicine.doses_per_unit)}


def _same_container(said: Strength, medicine: Presentation, everything: Said) -> bool:
    """One ampoule of 100 mg/ml is 40 mg or 60 mg: what is counted by the piece must hold the same."""
    if medicine.form in _BY_THE_DOSE:
        return _same_doses(medicine, everything)
    if (
        medicine.form not in ("injection", "infusion")
        or medicine.unit == "ml"
        or medicine.strength is None
        or medicine.strength.per is None
    ):
        return True
    volumes = set(everything.quantities.volumes)
    if said.per is not None and said.per[0] != 1:
        volumes.add(said.per[0])
    if volumes:
        return volumes == {medicine.content_ml}
    return said.per == medicine.strength.per and (everything.own_form or medicine.unit in everything.form.containers)


def form_agrees(medicine: Presentation, everything: Said) -> str:
    """`form_equal`, `form_possible` (one of several the words allow), `form_unsaid` or `form_differs`."""
    said, forms = everything.form, everything.form.forms
    if not forms:
        return "form_unsaid"
    if forms == {"injection", "powder_for_injection"} and any(s.per for s in everything.quantities.strengths):
        forms = frozenset(("injection",))  # a vial of so much per ml holds a liquid
    if medicine.form not in forms:
        return "form_differs"
    containers = said.containers - {"cartridge"}
    if medicine.form == "injection" and containers and medicine.unit not in containers:
        return "form_possible"
    return "form_equal" if len(forms) == 1 else "form_possible"


def release_agrees(medicine: Presentation, said: Said) -> bool:
    """Nothing said means immediate, except where no such form exists. `12 HR` or `24 HR` beside an oral form means modified."""
    release = said.form.release or ("modified" if said.quantities.hours else None)
    if release is None and medicine.parts[0] in _ALWAYS_ENTERIC and medicine.form in ("tablet", "capsule"):
        return medicine.release == "enteric"
    return medicine.release == (release or "immediate")
