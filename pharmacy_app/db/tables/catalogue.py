"""What can be prescribed and what is in the boxes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, maybe_ref, one_of, ref
from pharmacy_app.domain.medicines import FORMS, RELEASES, UNITS

IDENTITIES = ("unknown", "told", "known")


class MedicineRow(Base):
    """A medicine: INN, strength, form, release, route. Medicines that nobody can dispense are not in here."""

    __tablename__ = "medicines"
    id: Mapped[Id]
    inn: Mapped[str]
    strength: Mapped[str]
    form: Mapped[str]
    release: Mapped[str]
    route: Mapped[str]
    atc: Mapped[str]
    former_atc: Mapped[str] = mapped_column(default="")  # codes it had before, separated by ;
    unit: Mapped[str]
    doses_per_unit: Mapped[int] = mapped_column(default=1)
    name_es: Mapped[str]
    name_en: Mapped[str]
    name_it: Mapped[str]
    name_ru: Mapped[str]
    synonyms: Mapped[str] = mapped_column(default="")  # separated by ;
    brands: Mapped[str] = mapped_column(default="")  # separated by ;
    warnings: Mapped[str] = mapped_column(default="")  # codes separated by ;
    folded: Mapped[str]  # all the names, folded, for search
    cold_chain: Mapped[bool] = mapped_column(default=False)
    controlled: Mapped[bool] = mapped_column(default=False)
    swappable: Mapped[bool] = mapped_column(default=True)
    divisible: Mapped[bool] = mapped_column(default=False)
    keep_pack_whole: Mapped[bool] = mapped_column(default=False)
    essential: Mapped[bool] = mapped_column(default=False)
    vital: Mapped[bool] = mapped_column(default=False)  # a day without it is a danger: counts in the committee's points
    confirmed: Mapped[bool] = mapped_column(default=True)
    unconfirmed: Mapped[str] = mapped_column(default="")  # facts that no reference speaks about, separated by ;
    origin: Mapped[str] = mapped_column(default="catalogue")  # who wrote it: the shipped catalogue or the committee
    decided: Mapped[str] = mapped_column(
        default=""
    )  # columns that the committee changed, separated by ;: no update of the catalogue touches them
    __table_args__ = (
        UniqueConstraint("inn", "strength", "form", "release", "route"),
        CheckConstraint(one_of("form", FORMS), name="form"),
        CheckConstraint(one_of("release", RELEASES), name="release"),
        CheckConstraint(one_of("unit", UNITS), name="unit"),
        CheckConstraint("doses_per_unit > 0", name="doses_positive"),
        CheckConstraint(one_of("origin", ("catalogue", "committee")), name="origin"),
    )


class Undispensed(Base):
    """What is received and never handed out here (nimesulide, Corvalol): the committee's list. A box of it is no other medicine."""

    __tablename__ = "undispensed"
    id: Mapped[Id]
    inn: Mapped[str] = mapped_column(unique=True)
    names: Mapped[str] = mapped_column(default="")  # translations and synonyms, separated by ;
    brands: Mapped[str] = mapped_column(default="")  # separated by ;
    reason: Mapped[str]  # a code of `wording`, or the committee's own words
    origin: Mapped[str] = mapped_column(default="catalogue")
    active: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (CheckConstraint(one_of("origin", ("catalogue", "committee")), name="origin"),)


class Product(Base):
    """What is in a box. Without a medicine it is received all the same, and can't be dispensed until somebody says what it is.

    `identity`: `unknown`; `told` by one person, and so waiting for a second; `known`: by an exact key, or confirmed by a second person.
    """

    __tablename__ = "products"
    id: Mapped[Id]
    medicine_id: Mapped[int | None] = maybe_ref("medicines.id")
    description: Mapped[str]  # as the sender wrote it
    folded: Mapped[str] = mapped_column(index=True)
    brand: Mapped[str] = mapped_column(default="")
    pack_size: Mapped[int | None]
    gtin: Mapped[str] = mapped_column(default="", index=True)
    manufacturer: Mapped[str] = mapped_column(default="")
    identified_by: Mapped[int | None] = maybe_ref("users.id")
    identity: Mapped[str] = mapped_column(default="unknown")
    confirmed_by: Mapped[int | None] = maybe_ref("users.id")  # the second person
    undispensed_id: Mapped[int | None] = maybe_ref("undispensed.id")
    __table_args__ = (
        CheckConstraint("pack_size IS NULL OR pack_size > 0", name="pack_size"),
        CheckConstraint(one_of("identity", IDENTITIES), name="identity"),
        CheckConstraint("(identity = 'unknown') = (medicine_id IS NULL)", name="identity_has_medicine"),
        CheckConstraint("confirmed_by IS NULL OR identity = 'known' AND confirmed_by <> identified_by", name="second_person"),
        CheckConstraint("undispensed_id IS NULL OR medicine_id IS NULL", name="undispensed_is_no_medicine"),
    )


class LearnedName(Base):
    """A description somebody confirmed once: the next box with the same words is known at once."""

    __tablename__ = "learned_names"
    id: Mapped[Id]
    folded: Mapped[str] = mapped_column(unique=True)
    medicine_id: Mapped[int] = ref("medicines.id")
    user_id: Mapped[int] = ref("users.id")
