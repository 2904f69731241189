"""Salts: words that may be left out of a name where what remains still says which substance it is."""

from __future__ import annotations

# Named once, in the order of the languages; folded.
_ALWAYS = frozenset(
    "hydrochloride hcl clorhidrato cloridrato гидрохлорид гидрохлорида dihydrochloride diclorhidrato dicloridrato "
    "hydrobromide bromhidrato bromidrato гидробромид "
    "maleate maleato малеат малеата besilate besylate besilato бесилат бесилата mesilate mesylate mesilato мезилат "
    "tartrate tartrato тартрат bitartrate bitartrato "
    "fumarate fumarato фумарат hemifumarate hemifumarato emifumarato succinate succinato сукцинат phosphate fosfato "
    "фосфат sulfate sulphate sulfato solfato сульфат "
    "bisulfate bisolfato bisulfato hydrogensulfate idrogenosolfato гидросульфат citrate citrato цитрат oxalate "
    "oxalato ossalato оксалат erbumine erbumina "
    "trihydrate trihidrato triidrato тригидрат dihydrate dihidrato diidrato monohydrate monohidrato monoidrato "
    "моногидрат anhydrous anhidro anidro idrato hydrate "
    "hemihydrate hemihidrato emiidrato sodium sodico sodica sodio натрия натрии disodium disodico xinafoate xinafoato "
    "salt sal sale base".split()
)
_METALS = {
    "potassium": frozenset("potassium potasico potasica potassico potasio potassio калия".split()),
    "calcium": frozenset("calcium calcico calcica calcio кальция".split()),
    "magnesium": frozenset("magnesium magnesico magnesica magnesio магния".split()),
}
_WITH_METAL = {
    "potassium": frozenset(("losartan", "clavulanic acid", "phenoxymethylpenicillin")),
    "calcium": frozenset(("atorvastatin", "rosuvastatin")),
    "magnesium": frozenset(("esomeprazole", "omeprazole", "pantoprazole")),
}
# Where the salt makes it another medicine: other strengths, another duration or another use.
_NEVER = {
    "naproxen": frozenset("sodium sodico sodica sodio натрия".split()),
    "ibuprofen": frozenset("sodium sodico sodica sodio натрия".split()),
    "metoprolol": frozenset("succinate succinato сукцинат fumarate fumarato фумарат".split()),
    "erythromycin": _ALWAYS,
    "hydrocortisone": _ALWAYS,
    "betamethasone": _ALWAYS,
    "prednisolone": _ALWAYS,
    "folic acid": _ALWAYS,
    "ascorbic acid": _ALWAYS,
}


def is_salt(word: str, substance: str) -> bool:
    """Whether this tidied word beside this substance (INN) may be left out."""
    if word in _NEVER.get(substance, ()):
        return False
    return word in _ALWAYS or any(word in words and substance in _WITH_METAL[metal] for metal, words in _METALS.items())
