"""The words of a census: what its columns are called, and what people write for sex, for what gives priority, for yes and no."""

from __future__ import annotations

from collections.abc import Mapping

from pharmacy_app.intake.headers import Words

CENSUS_WORDS: Words = {
    "council": ("council", "communal council", "consejo comunal", "consejo", "comuna"),
    "sector": ("sector", "barrio", "zona"),
    "house": ("house", "address", "casa", "direccion", "vivienda", "domicilio"),
    "household_code": (
        "household code", "household", "family code", "codigo de familia", "codigo familia", "codigo de hogar", "familia",
        "hogar",
    ),
    "patient_code": ("patient code", "patient", "codigo de paciente", "codigo paciente", "paciente", "codigo", "code"),
    "name": ("name", "full name", "first name", "nombre", "nombres", "nombre y apellido", "nombre completo", "nombres y apellidos"),
    "surname": ("surname", "last name", "family name", "apellido", "apellidos"),
    "national_id": ("national id", "id number", "cedula", "cedula de identidad", "ci", "c i", "documento", "dni"),
    "birth_date": (
        "birth date", "birthdate", "date of birth", "dob", "fecha de nacimiento", "fecha nacimiento", "nacimiento", "fecha nac",
        "f nac",
    ),
    "sex": ("sex", "gender", "sexo", "genero"),
    "conditions": (
        "conditions", "condition", "diagnosis", "diagnoses", "condiciones", "enfermedades", "enfermedad", "diagnostico",
        "diagnosticos",
    ),
    "criteria": ("criteria", "criterion", "criterios", "criterio", "prioridad", "situacion"),
    "allergies": ("allergies", "allergy", "alergias", "alergia"),
    "phone": ("phone", "telephone", "mobile", "telefono", "celular", "movil", "tlf"),
    "directions": (
        "how to find it", "directions", "como llegar", "como encontrarla", "como se encuentra", "referencia", "punto de referencia",
        "indicaciones para llegar",
    ),
    "access": ("access", "access notes", "acceso", "notas de acceso", "agua y acceso", "agua", "water"),
    "house_phone": ("house phone", "telefono de la casa", "telefono casa", "telefono fijo"),
    "age": ("age", "age in years", "edad", "edad en anos", "anos", "edad aproximada", "estimated age"),
    "birth_estimated": ("birth estimated", "estimated birth date", "estimated", "fecha estimada", "fecha de nacimiento estimada", "estimada"),
    "receivers": (
        "who may receive", "receivers", "receiver", "quien puede recibir", "quien recibe", "recibe por ella", "puede recibir", "autorizado a recibir",
    ),
    "consent": ("consent", "consent given", "consentimiento", "autorizacion", "acepta", "firmo"),
    "tier": ("tier", "decided priority", "prioridad decidida"),
}  # fmt: skip

CRITERIA_WORDS: Mapping[str, tuple[str, ...]] = {
    "homebound": (
        "homebound", "housebound", "no puede salir", "no sale de casa", "encamado", "encamada", "postrado", "postrada",
        "confinado en casa",
    ),
    "disabled": ("disabled", "disability", "discapacidad", "discapacitado", "discapacitada", "con discapacidad"),
    "chronic": ("chronic", "chronic illness", "cronico", "cronica", "enfermedad cronica", "enfermo cronico", "enferma cronica"),
    "low_income": ("low income", "poor", "bajos ingresos", "bajos recursos", "pocos recursos", "pobreza"),
    "elderly": ("elderly", "old age", "adulto mayor", "adulta mayor", "tercera edad", "anciano", "anciana"),
    "child": ("child", "nino", "nina", "menor", "menor de edad", "infante"),
    "pregnant": ("pregnant", "pregnancy", "embarazada", "embarazo", "gestante"),
    "immunosuppressed": (
        "immunosuppressed", "immunocompromised", "inmunosuprimido", "inmunosuprimida", "inmunodeprimido",
        "inmunodeprimida",
    ),
    "respiratory_risk": ("respiratory risk", "riesgo respiratorio", "oxigeno", "problemas respiratorios"),
    "lives_alone": ("lives alone", "alone", "vive solo", "vive sola", "solo", "sola"),
}  # fmt: skip
SEX = {
    **dict.fromkeys(("f", "female", "femenino", "femenina", "mujer", "fem", "woman"), "F"),
    **dict.fromkeys(("m", "male", "masculino", "hombre", "masc", "varon", "h", "man"), "M"),
    "": "",
}
CRITERION_OF = {word: code for code, words in CRITERIA_WORDS.items() for word in (code, *words)}
NOTHING = ("", "-", "no", "none", "ninguna", "ninguno", "n/a", "na", "no tiene")
YES = ("si", "s", "yes", "y", "x", "1", "true", "verdadero", "firmo", "acepta")
NO = (*NOTHING, "n", "0", "false", "falso", "no firmo", "no acepta", "pendiente")
