#!/usr/bin/env python3
"""Writes the reference tables beside this file with SciPy (Debian: python3-scipy). Seeded.

SciPy before 1.11 leaves benjamini-hochberg.csv as it is.
"""
import os

import numpy as np
from scipy import special, stats

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(20260117)


def text(values):
    return " ".join(repr(float(v)) for v in np.atleast_1d(values))


def table(name, head, rows):
    with open(os.path.join(HERE, name), "w") as out:
        import scipy

        out.write(f"# SciPy {scipy.__version__}, generate.py: {head}\n")
        for row in rows:
            out.write(";".join(text(field) for field in row) + "\n")


def forks(n, mean, deviation):
    return mean * np.exp(deviation * random.standard_normal(n))


def t_quantile(tail, df):
    """t.isf of some SciPy versions is wrong in the ninth digit; the incomplete beta's is not."""
    x = special.betaincinv(df / 2, 0.5, 2 * min(tail, 1 - tail))
    return np.copysign(np.sqrt(df * (1 - x) / x), 0.5 - tail)


def t_interval(mean, error, df, confidence):
    half = error * t_quantile((1 - confidence) / 2, df)
    return np.exp(mean - half), np.exp(mean + half)


def welch(a, b):
    x, y = np.log(a), np.log(b)
    va, vb = x.var(ddof=1) / len(x), y.var(ddof=1) / len(y)
    df = (va + vb) ** 2 / (va**2 / (len(x) - 1) + vb**2 / (len(y) - 1))
    error = np.sqrt(va + vb)
    delta = y.mean() - x.mean()
    p = stats.ttest_ind(y, x, equal_var=False).pvalue
    low, high = t_interval(delta, error, df, 0.99)
    margin = np.log(1.02)
    tost = max(stats.t.sf((delta + margin) / error, df), stats.t.sf((margin - delta) / error, df))
    rank = stats.mannwhitneyu(a, b, method="exact").pvalue
    one = t_interval(x.mean(), np.sqrt(va), len(x) - 1, 0.99)
    return [a, b, df, p, low, high, tost, rank, *one]


def welch_rows():
    for _ in range(120):
        n, m = random.integers(2, 26, 2)
        scale = 10 ** random.uniform(0, 6)
        deviation = 10 ** random.uniform(-3, -1)
        shift = random.choice([0, 0, 0.02, 0.05, -0.08, 0.3])
        yield welch(forks(n, scale, deviation), forks(m, scale * (1 + shift), 2 * deviation))


def rank_statistic(x, y):
    ranks = stats.rankdata(np.concatenate([x, y]))
    return ranks[: len(x)].sum()


def mann_whitney_rows():
    """Ties: the exact permutation distribution. Large samples: the corrected normal one."""
    for _ in range(40):
        n, m = random.integers(3, 8, 2)
        a, b = random.integers(1, 9, n), random.integers(2, 11, m)
        test = stats.permutation_test((a, b), rank_statistic, n_resamples=np.inf)
        yield [a, b, test.pvalue]
    for _ in range(10):
        a, b = random.integers(1, 500, 60), random.integers(20, 530, 55)
        yield [a, b, stats.mannwhitneyu(a, b, method="asymptotic").pvalue]


def student_rows():
    for _ in range(100):
        df = 10 ** random.uniform(-0.2, 4)
        t = random.uniform(-3, 3) if random.random() < 0.5 else 10 ** random.uniform(-3, 2)
        tail = random.choice([0.05, 0.025, 0.01, 0.005, 0.0005, 1e-6, 0.7, 0.995])
        yield [df, t, stats.t.sf(t, df), tail, t_quantile(tail, df)]


def normal_rows():
    for z in np.concatenate([[0, -8, 30], random.uniform(-6, 9, 27)]):
        yield [z, stats.norm.sf(z)]


def discovery_rows():
    for i in range(20):
        p = random.uniform(0, 1, random.integers(1, 30)) ** random.choice([1, 3, 8])
        p = np.round(p, 1) if i % 4 == 0 else p
        yield [p, stats.false_discovery_control(p)]


table(
    "welch.csv",
    "ttest_ind(equal_var=False) on logarithms, 0.99 interval, two one-sided tests at 2 %,\n"
    "# mannwhitneyu(exact), 0.99 t interval of the first sample\n"
    "# base;current;df;p;low;high;tost p;mann-whitney p;one-sample low;one-sample high",
    welch_rows(),
)
table(
    "mann-whitney.csv",
    "permutation_test of the rank sum over all permutations; mannwhitneyu(asymptotic)\n"
    "# base;current;p",
    mann_whitney_rows(),
)
table("student-t.csv", "t.sf, betaincinv\n# df;t;sf(t);tail;upper quantile", student_rows())
table("normal.csv", "norm.sf\n# z;sf(z)", normal_rows())
if hasattr(stats, "false_discovery_control"):
    table("benjamini-hochberg.csv", "false_discovery_control\n# p;adjusted", discovery_rows())
