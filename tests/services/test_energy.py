from pathlib import Path

import pytest

from playground.services.energy import EnergyMeter, EnergyShares

RANGE = 1_000_000_000


def zone(folder: Path, number: str, name: str, energy: int) -> Path:
    place = folder / f"intel-rapl:{number}"
    place.mkdir(parents=True, exist_ok=True)
    (place / "name").write_text(f"{name}\n")
    (place / "energy_uj").write_text(f"{energy}\n")
    (place / "max_energy_range_uj").write_text(f"{RANGE}\n")
    return place


def test_packages_are_added_up_and_their_parts_are_not(tmp_path: Path) -> None:
    for number, name in (("0", "package-0"), ("1", "package-1"), ("0:0", "core"), ("2", "psys")):
        zone(tmp_path, number, name, 5_000_000)
    meter = EnergyMeter(tmp_path)
    assert (meter.problem, meter.joules()) == ("", 0.0)
    zone(tmp_path, "0", "package-0", 7_500_000)
    zone(tmp_path, "1", "package-1", 6_000_000)
    zone(tmp_path, "0:0", "core", 9_000_000)
    assert meter.joules() == pytest.approx(3.5, abs=1e-9)


def test_a_counter_that_starts_anew_is_followed(tmp_path: Path) -> None:
    zone(tmp_path, "0", "package-0", RANGE - 2_000_000)
    meter = EnergyMeter(tmp_path)
    zone(tmp_path, "0", "package-0", 3_000_000)
    assert meter.joules() == pytest.approx(5.0, abs=1e-9)
    assert meter.joules() == pytest.approx(5.0, abs=1e-9)


def test_it_says_why_nothing_is_measured(tmp_path: Path) -> None:
    meter = EnergyMeter(tmp_path / "none")
    assert meter.joules() is None
    assert "no energy counters" in meter.problem
    place = zone(tmp_path, "0", "package-0", 1)
    (place / "energy_uj").unlink()
    assert "no such file" in EnergyMeter(tmp_path).problem
    zone(tmp_path, "0", "package-0", 1)
    meter = EnergyMeter(tmp_path)
    shares = EnergyShares(meter)
    shares.begin(1)
    (place / "energy_uj").write_text("much\n")
    assert shares.end(1) is None
    assert "any more" in meter.problem


def test_who_works_at_once_shares_equally(tmp_path: Path) -> None:
    zone(tmp_path, "0", "package-0", 0)
    shares = EnergyShares(EnergyMeter(tmp_path))
    for taken, act in ((10, "a"), (20, "b"), (40, "a again")):
        zone(tmp_path, "0", "package-0", taken * 1_000_000)
        shares.begin(1 if act.startswith("a") else 2)
    zone(tmp_path, "0", "package-0", 60_000_000)
    assert shares.end(2) == pytest.approx(20.0)  # 20 to 60, half of it
    zone(tmp_path, "0", "package-0", 65_000_000)
    assert shares.end(1) == pytest.approx(10 + 20 + 5)
    assert shares.end(3) is None
