"""Makers, trading words and countries on labels: they never make it another medicine."""

from __future__ import annotations

from pharmacy_app.domain.text import fold

MAKERS = frozenset(
    fold(
        "doc docgen mylan sandoz aurobindo teva eg pensa zentiva pharma sun almus alter tecnigen accord eurogenerici "
        "aristo krka hexal abc germed ratiopharm "
        "gmbh hcs laboratori laboratorio laboratorios lab pharmaceutical pharmaceuticals industries ag fg pfizer actavis "
        "ranbaxy pharmacare bluefish ipso limited ltd "
        "europe healthcare pharmeg lilly sanofi aventis diaco angelini italia dorom biopharma union health bayer merck "
        "msd novartis roche gsk glaxosmithkline glaxo "
        "wellcome astrazeneca abbott abbvie menarini chiesi zambon recordati alfasigma bracco dompe boehringer ingelheim "
        "servier janssen cilag novo nordisk viatris "
        "torrent cipla lupin reddy reddys cadila zydus macleods hetero intas glenmark wockhardt srl spa sas inc llc corp "
        "sa s.a bv ks "
        "ahcl git generics generic generici fidia galenica senese molteni crinos savio eurofarma medley ems roemmers bago "
        "saval chile mintlab opko andromaco recalcine tecnofarma "
        "maver sanitas volta pasteur valma calox leti genven cofasa elter behrens oftalmi vargas spefar kimiceg "
        "drotafarma plusandex medifarma venezuela "
        "акос акри ферейн дарница промед лэнс тева зентива гексал вертекс озон канон оболенское синтез биосинтез "
        "фармстандарт фармак борисовскии медисорб "
        "ратиофарм штада солофарм органика россия фарма рихтер гедеон лек сандоз верте изварино северная звезда "
        "татхимфармпрепараты обновление дальхимфарм медисорб "
        "ооо оао зао пао ао нпо фзао"
    ).split()
)
