"""What the processor took, from the counters that Linux shows of it (RAPL).

See Documentation/power/powercap/powercap.rst of the kernel. The counters are of the whole processor
with whatever else runs on it, and most systems let only the administrator read them.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("/sys/class/powercap")


class EnergyMeter:
    """Joules that the processor packages of this machine took since the meter was made."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """`problem` says why nothing can be measured; empty where something can."""
        self.problem = ""
        self._last: dict[Path, int] = {}
        self._taken = 0
        zones = [zone for zone in sorted(folder.glob("intel-rapl:*")) if _is_package(zone)]
        if not zones:
            self.problem = f"this machine has no energy counters in {folder}"
        try:
            self._last = {zone: _number(zone / "energy_uj") for zone in zones}
        except (OSError, ValueError) as error:
            self.problem = f"the energy counters in {folder} cannot be read: {_words(error)}"

    def joules(self) -> float | None:
        """So far; None where it cannot be measured. Ask often: the counters start anew."""
        if self.problem:
            return None
        try:
            for zone, before in self._last.items():
                now = _number(zone / "energy_uj")
                if now < before:
                    self._taken += _number(zone / "max_energy_range_uj")
                self._taken += now - before
                self._last[zone] = now
        except (OSError, ValueError) as error:
            self.problem = f"the energy counters cannot be read any more: {_words(error)}"
            return None
        return self._taken / 1e6


class EnergyShares:
    """Parts what the processor took equally among those who were at work at the time."""

    def __init__(self, meter: EnergyMeter) -> None:
        self._meter = meter
        self._seen = 0.0
        self._shares: dict[int, float] = {}

    def begin(self, who: int) -> None:
        """Somebody begins to work, or goes on."""
        self._share()
        self._shares.setdefault(who, 0.0)

    def end(self, who: int) -> float | None:
        """Somebody is through; the joules of it, None where nothing was measured."""
        self._share()
        share = self._shares.pop(who, None)
        return None if self._meter.problem else share

    def _share(self) -> None:
        taken = self._meter.joules()
        if taken is None:
            return
        for who in self._shares:
            self._shares[who] += (taken - self._seen) / len(self._shares)
        self._seen = taken


def _is_package(zone: Path) -> bool:
    try:
        return (zone / "name").read_text(encoding="ascii").startswith("package")
    except (OSError, UnicodeDecodeError):
        return False


def _number(path: Path) -> int:
    return int(path.read_text(encoding="ascii"))


def _words(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
