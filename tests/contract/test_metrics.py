"""Every metric is explained, and alarms ask for metrics and labels there are."""

import re
from collections.abc import Mapping

import yaml

from chassis import backlog, metrics
from deploy.local.processes import ROOT

GUIDE = (ROOT / "docs" / "guides" / "metrics.md").read_text()
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "rules.yaml").read_text())
ROW = re.compile(r"^\| `(\w+)` \|([^|]*)\|", re.MULTILINE)
#: What Prometheus itself adds: whom it asked, and the bounds of a histogram.
ITS_OWN = {"job", "le"}


def known() -> Mapping[str, set[str]]:
    """Every metric that a process counts or looks up, with its labels."""
    instruments = [each for each in vars(metrics).values() if hasattr(each, "_labelnames")]
    counted = {
        f"{each._name}_total" if each._type == "counter" else each._name: set(each._labelnames)
        for each in instruments
    }
    assert len(counted) == len([*metrics.OURS.collect()])
    return counted | {name: set(labels) for name, (_, labels) in backlog.GAUGES.items()}


def test_the_guide_explains_every_metric_with_its_labels_and_no_other():
    explained = {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in ROW.findall(GUIDE)}
    assert explained == known()


def test_alarms_ask_for_metrics_and_labels_there_are():
    for rule in RULES["groups"][0]["rules"]:
        grouped = ", ".join(re.findall(r"\bby \(([^)]*)\)", rule["expr"])).split(", ")
        compared = re.findall(r"(\w+)=~?\"", rule["expr"])
        asked = re.sub(r"\bby \([^)]*\)", "", rule["expr"])
        (name,) = set(re.findall(r"\b((?:trellis|http)_\w+?)(?:_count|_bucket)?[{\[)]", asked))
        assert {*compared, *grouped} - {""} <= known()[name] | ITS_OWN, rule["alert"]
