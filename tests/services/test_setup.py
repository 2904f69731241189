"""A pharmacy is furnished once; its people, settings and rules are kept with who changed them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.plan import Policy
from pharmacy_app.services import setup
from tests.support.desks import Worker


def test_it_is_furnished_once(worker: Worker) -> None:
    assert setup.furnished(worker.desk)
    with pytest.raises(Refusal, match="already_furnished"):
        setup.furnish(worker.desk, "Otra")
    assert [user.name for user in setup.users(worker.desk)] == ["Carmen R."]
    assert [policy.version for policy in setup.policies(worker.desk)] == [1]
    assert "training" not in setup.settings(worker.desk)


def test_a_neighbour_has_a_name_of_her_own(worker: Worker) -> None:
    setup.add_user(worker.desk, worker.by(), " Luis P. ")
    for name, code in (("", "user_without_name"), ("  ", "user_without_name"), ("luis p.", "user_exists")):
        with pytest.raises(Refusal, match=code):
            setup.add_user(worker.desk, worker.by(), name)
    assert [user.name for user in setup.users(worker.desk)] == ["Carmen R.", "Luis P."]


def test_settings_are_changed_all_or_none(worker: Worker) -> None:
    setup.change_settings(worker.desk, worker.by(), {"phone": "0412", "urgent_days": "20"})
    assert setup.settings(worker.desk)["urgent_days"] == "20"
    for changed, code in (({"phone": "x", "color": "red"}, "setting_unknown"), ({"phone": "x", "soon_days": "-1"}, "setting_not_a_number")):
        with pytest.raises(Refusal, match=code):
            setup.change_settings(worker.desk, worker.by(), changed)
    assert setup.settings(worker.desk)["phone"] == "0412"


def test_new_rules_are_a_new_version_and_the_old_stay(worker: Worker) -> None:
    old = setup.policies(worker.desk)[0]
    assert setup.decide_policy(worker.desk, worker.by(), replace(Policy(), margin_days=9), "asamblea") == 2
    new, kept = setup.policies(worker.desk)
    assert kept == old
    assert (new.version, new.note, '"margin_days": 9' in new.rules) == (2, "asamblea", True)
