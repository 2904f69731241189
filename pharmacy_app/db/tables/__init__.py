"""The tables, one file per group. Importing this module fills `Base.metadata`."""

from pharmacy_app.db.base import Base
from pharmacy_app.db.tables.care import Prescription, PrescriptionItem
from pharmacy_app.db.tables.catalogue import LearnedName, MedicineRow, Product, Undispensed
from pharmacy_app.db.tables.community import (
    Condition,
    Council,
    Doctor,
    Household,
    Patient,
    PatientAllergy,
    PatientCondition,
    PatientCriterion,
    Sector,
    Visit,
)
from pharmacy_app.db.tables.keeping import Audit, Setting, User
from pharmacy_app.db.tables.sharing import Allocation, MatchingRun, Policy, RunItem
from pharmacy_app.db.tables.supply import (
    ArrivalRules,
    Batch,
    Donation,
    DonationDocument,
    DonationLine,
    Donor,
    PackSerial,
    SenderLayout,
    StockMovement,
)
from pharmacy_app.db.tables.walking import Delivery, Round, Slip, SlipAnswer

__all__ = [
    "Allocation",
    "ArrivalRules",
    "Audit",
    "Base",
    "Batch",
    "Condition",
    "Council",
    "Delivery",
    "Doctor",
    "Donation",
    "DonationDocument",
    "DonationLine",
    "Donor",
    "Household",
    "LearnedName",
    "MatchingRun",
    "MedicineRow",
    "PackSerial",
    "Patient",
    "PatientAllergy",
    "PatientCondition",
    "PatientCriterion",
    "Policy",
    "Prescription",
    "PrescriptionItem",
    "Product",
    "Round",
    "RunItem",
    "Sector",
    "SenderLayout",
    "Setting",
    "Slip",
    "SlipAnswer",
    "StockMovement",
    "Undispensed",
    "User",
    "Visit",
]
