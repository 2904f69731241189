"""The committee's rules for a family's quarterly kit, as data: who gets what, how it is taken, and what speaks against it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction

from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.directions import Days, Directions, Phase, TimesADay
from pharmacy_app.domain.dosing import dose_unit
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import CRITERIA

OLDEST = 120 * 12 + 11  # months
MOST_RULES = 60
KNOWN = frozenset(code for code, _, _ in CONDITIONS)
_RANGES = {"days": (1, 92), "least_months": (0, OLDEST), "most_months": (0, OLDEST), "rest_days": (0, 730)}
Key = tuple[str, str, str]  # INN, form, strength


def fraction(text: str) -> Fraction:
    """A dose as it was typed. Raises `Refusal` `kit_rule_unclear` at `dose`."""
    try:
        found = Fraction(text.strip().replace(",", ".")) if len(text) <= 8 else Fraction(0)
    except (ValueError, ZeroDivisionError, AttributeError) as error:
        raise Refusal("kit_rule_unclear", "dose") from error
    if not 0 < found <= 100:
        raise Refusal("kit_rule_unclear", "dose")
    return found


@dataclass(frozen=True, slots=True)
class KitOption:
    """A medicine that a rule may give, and how: `dose` dose units (`1`, `1/2`, `2.5`) every `every` days. Raises `Refusal` `kit_rule_unclear`."""

    inn: str
    form: str
    strength: str
    dose: str = "1"
    every: int = 1

    def __post_init__(self) -> None:
        if not (self.inn and self.form and self.strength) or type(self.every) is not int or not 1 <= self.every <= 92:
            raise Refusal("kit_rule_unclear", "every" if self.inn else "medicine")
        fraction(self.dose)

    @property
    def key(self) -> Key:
        return (self.inn, self.form, self.strength)

    def directions(self, medicine: Medicine, days: int) -> Directions:
        """How it is taken, for `days` days; one day is a single dose."""
        intake = TimesADay(fraction(self.dose), 1)
        return Directions((Phase(intake, Days(every=min(self.every, days)), days),), dose_unit(medicine))


@dataclass(frozen=True, slots=True)
class KitRule:
    """Who gets what. `options` are in order of preference: the first that is safe and on the shelf is given, for `days` days (1: once).

    Ages in completed months, both ends included (None: no limit). Of `conditions` and `criteria` a person has one at least, where any is
    named; none of `without`. `rest_days`: not again so soon after the same substance was received. Raises `Refusal`: `kit_rule_unclear`,
    `kit_out_of_range` (`name`, `least`, `most`), `kit_ages_reversed`.
    """

    options: tuple[KitOption, ...]
    days: int = 90
    least_months: int | None = None
    most_months: int | None = None
    sex: str = ""
    conditions: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    rest_days: int = 0

    def __post_init__(self) -> None:
        if not self.options or self.sex not in ("", "F", "M"):
            raise Refusal("kit_rule_unclear", "medicine" if not self.options else "sex")
        for name, (least, most) in _RANGES.items():
            value: object = getattr(self, name)
            if value is None and name.endswith("months"):
                continue
            if type(value) is not int or not least <= value <= most:
                raise Refusal("kit_out_of_range", name, name=name, least=least, most=most)
        if self.least_months is not None and self.most_months is not None and self.least_months > self.most_months:
            raise Refusal("kit_ages_reversed", "most_months")
        if not {*self.conditions, *self.without} <= KNOWN or not set(self.criteria) <= set(CRITERIA):
            raise Refusal("kit_rule_unclear", "conditions")


@dataclass(frozen=True, slots=True)
class KitRules:
    """The committee's rules, in the order in which they are tried. `chronic`: the kit carries the quarter of the treatments that run, too."""

    rules: tuple[KitRule, ...] = ()
    chronic: bool = True

    def __post_init__(self) -> None:
        if len(self.rules) > MOST_RULES or not isinstance(self.chronic, bool):
            raise Refusal("kit_rule_unclear", "rules")
        if len(set(self.rules)) < len(self.rules):
            raise Refusal("kit_rule_twice", "rules")

    def plain(self) -> dict[str, object]:
        """Numbers, words and lists only, ready for JSON."""
        return asdict(self)


def rules_from(plain: object) -> KitRules:
    """The rules that `plain()` wrote. Raises `Refusal`: `kit_rules_unreadable`, and those of the rules."""
    try:
        fields = dict(plain)  # type: ignore[call-overload]
        made = []
        for rule in fields["rules"]:
            words = {name: tuple(rule[name]) for name in ("conditions", "criteria", "without")}
            made.append(KitRule(**{**rule, **words, "options": tuple(KitOption(**option) for option in rule["options"])}))
        return KitRules(tuple(made), fields["chronic"])
    except (TypeError, ValueError, KeyError) as error:
        raise Refusal("kit_rules_unreadable", "rules") from error


def _children(dose: str, least: int, most: int) -> KitRule:
    """Deworming of an age, once in half a year."""
    forms = ("chewable_tablet", "tablet")
    return KitRule(
        tuple(KitOption("albendazole", form, "400 mg", dose) for form in forms)
        + (() if dose != "1" else (KitOption("mebendazole", "chewable_tablet", "500 mg"),)),
        days=1, least_months=least, most_months=most, without=("pregnancy",), rest_days=150,
    )  # fmt: skip


_FOLIC = (KitOption("folic acid", "tablet", "400 ug"),)
_IRON = (KitOption("ferrous sulfate", "tablet", "200 mg"), KitOption("ferrous fumarate", "tablet", "200 mg"))
# An example to begin with; the committee goes through it with a doctor (sources: docs/decisions/0026-family-kits.md).
SHIPPED = KitRules(
    (
        KitRule(_IRON, least_months=12 * 12, most_months=49 * 12 + 11, sex="F", conditions=("pregnancy",)),
        KitRule(_FOLIC, least_months=12 * 12, most_months=49 * 12 + 11, sex="F", conditions=("pregnancy",)),
        KitRule((KitOption("retinol", "capsule", "200000 IU"),), 1, 12, 59, without=("pregnancy",), rest_days=120),
        _children("1/2", 12, 23),
        _children("1", 24, 14 * 12 + 11),
    )
)  # fmt: skip
