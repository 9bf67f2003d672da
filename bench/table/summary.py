"""The arithmetic of the table: medians, paired ratios, whether a goal is met, and how a figure is written."""
import re
from statistics import median


def middle(values):
    """The median of what was measured; None if nothing was."""
    found = [value for value in values if value is not None]
    return median(found) if found else None


def paired_ratios(ours, others):
    """Ours to the other's of the same round, so that what slows a whole round cancels out."""
    return [one / other for one, other in zip(ours, others) if one is not None and other]


def spread(ratios):
    """Median, least and most; None if there are none."""
    return (median(ratios), min(ratios), max(ratios)) if ratios else None


def met(goal, value, before, bound):
    """Whether a goal is met: "≤ 18" is of the figure itself, "bound ≤ 1.2" and "before ≤ 0.6" of a ratio. None if it has no
    goal, or what the goal is about was not measured."""
    if not goal:
        return None
    parts = re.fullmatch(r"(?:(before|bound) )?([≤≥]) ([\d.,]+)(?: .*)?", goal)
    if not parts:
        raise ValueError(f"not a goal: {goal}")
    subject = {"before": before, "bound": bound, None: value}[parts[1]]
    if subject is None:
        return None
    limit = float(parts[3].replace(",", ""))
    return subject <= limit if parts[2] == "≤" else subject >= limit


def figure(value, unit=""):
    """Three digits, or as many as a whole number has: 0.0521, 1.49 s, 31.7 kB, 21,069."""
    if value is None:
        return "–"
    if value == 0:
        text = "0"
    elif abs(value) >= 100:
        text = f"{value:,.0f}"
    else:
        text = f"{value:#.3g}".rstrip(".")
        if "e" in text:
            text = f"{value:.5f}"
    return f"{text} {unit}".rstrip()


def ratio(found):
    """"1.20", or "1.20 (1.15–1.31)" where there was more than one round."""
    if found is None:
        return "–"
    digits = 3 if found[0] < 0.1 else 2
    text = f"{found[0]:.{digits}f}"
    return text if found[1] == found[2] else f"{text} ({found[1]:.{digits}f}–{found[2]:.{digits}f})"


def verdict(is_met):
    return {True: "yes", False: "**no**", None: "–"}[is_met]
