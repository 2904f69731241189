"""The short list of conditions that the census knows, with the ICD-10 code each maps to and whether it stays.

The words by which people and registers name them are in `intake.conditions`, under the same codes.
"""

from __future__ import annotations

# (code, ICD-10, chronic). The codes: WHO, ICD-10, 2019 edition.
CONDITIONS: tuple[tuple[str, str, bool], ...] = (
    ("hypertension", "I10", True),
    ("diabetes_type_1", "E10", True),
    ("diabetes", "E11", True),
    ("heart_failure", "I50", True),
    ("coronary_disease", "I25", True),
    ("atrial_fibrillation", "I48", True),
    ("stroke", "I69", True),
    ("thrombosis", "I82", False),
    ("high_cholesterol", "E78", True),
    ("asthma", "J45", True),
    ("copd", "J44", True),
    ("allergic_rhinitis", "J30", True),
    ("epilepsy", "G40", True),
    ("parkinson", "G20", True),
    ("dementia", "F03", True),
    ("migraine", "G43", True),
    ("neuropathy", "G62", True),
    ("cerebral_palsy", "G80", True),
    ("depression", "F32", True),
    ("anxiety", "F41", True),
    ("schizophrenia", "F20", True),
    ("bipolar", "F31", True),
    ("kidney_disease", "N18", True),
    ("prostate", "N40", True),
    ("hypothyroidism", "E03", True),
    ("hyperthyroidism", "E05", True),
    ("anemia", "D64", False),
    ("gastritis", "K29", False),
    ("arthritis", "M19", True),
    ("osteoporosis", "M81", True),
    ("gout", "M10", True),
    ("chronic_pain", "R52", True),
    ("cancer", "C80", True),
    ("hiv", "B24", True),
    ("tuberculosis", "A15", False),
    ("glaucoma", "H40", True),
    ("psoriasis", "L40", True),
    ("dermatitis", "L30", False),
    ("obesity", "E66", True),
    ("pregnancy", "Z33", False),
    ("disability", "Z73", True),
    ("after_surgery", "Z48", False),
)
