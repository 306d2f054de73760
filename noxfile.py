# SPDX-License-Identifier: EUPL-1.2
"""The gate, the same here and in CI; it runs in the environment that `uv sync` made."""

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "coverage", "benchmarks"]

CORES = ("-n", "auto", "--dist", "loadfile")


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint, types, import layers, lock."""
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("lint-imports")
    session.run("uv", "lock", "--check")


@nox.session
def tests(session: nox.Session) -> None:
    """All tests but those that take long, on every core; a file stays on one, for its fixtures are dear."""
    session.run("pytest", *CORES, "-m", "not lang and not alles", *session.posargs)


@nox.session
def lang(session: nox.Session) -> None:
    """Run the tests that take long: kills at every moment, long stories, and veraPDF on everything."""
    session.run("pytest", *CORES, "-m", "lang and not alles", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """All tests with branch coverage, which takes half as long again."""
    session.run("pytest", *CORES, "--cov", "--cov-report=term", *session.posargs)


def _of(package: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{package}.{name}" for name in names)


BACK_ENDS = tuple(
    f"unit/encryption/test_{name}.py" for name in ("achterkanten", "vreemde_sleutels", "storingen", "stromen")
)
# Of each group: the modules that are mutated, the tests that are to notice it, and options (the gate's tests need a whole dossier).
MUTATIES = {
    "poort": (
        (
            *("consent", "toestemmingsbewijs", *_of("toestemmingsbewijs", "inkt", "openpgp", "pades", "vier_ogen")),
            *("nonces", "encryption", *_of("encryption", "vastgelegd", "achterkant"), "pades.formulier"),
        ),
        ("journeys/test_poort.py", "unit/test_toestemmingsbewijs.py", "journeys/test_gate.py", BACK_ENDS[0]),
        (),
    ),
    "gnupg": (
        _of("encryption.gnupg", "judging", "status", "ring", "running", "sessie", "examining"),
        (
            *(f"unit/encryption/test_gnupg_{name}.py" for name in ("gezegd", "liegt", "omgeving")),
            *("unit/test_gnupg_ring.py", *BACK_ENDS),
        ),
        ("--zonder-keten", "--welke", "not sequoia"),
    ),
    "sequoia": (
        _of(
            "encryption.sequoia",
            *("ring", "deur", "judging", "sleutelbos", "bestanden", "public_keys", "bindings", "kaart"),
        ),
        (
            *(
                f"unit/encryption/test_sequoia_{name}.py"
                for name in ("gezegd", "liegt", "public_keys", "bindings", "kaart")
            ),
            *BACK_ENDS,
        ),
        ("--zonder-keten", "--welke", "not gnupg"),
    ),
    "lezers": (
        (
            *_of("encryption", "framing", "packets", "keuring", "signature_form", "signature_packet", "certificaat"),
            *_of("encryption", "sleutelstaat", "package", "external_home", "eigen_thuis"),
        ),
        (
            *(
                f"unit/test_{name}.py"
                for name in ("framing", "packets", "keuring", "signature_form", "signature_packet")
            ),
            *(f"unit/test_{name}.py" for name in ("certificaat", "sleutelstaat", "package")),
            "unit/encryption/test_eigen_thuis.py",
        ),
        ("--zonder-keten",),
    ),
}


@nox.session
def gate(session: nox.Session) -> None:
    """Run what must pass before anything lands."""
    session.notify("lint")
    session.notify("tests")


@nox.session
def mutatie(session: nox.Session) -> None:
    """Change one thing at a time in the gate and its encryption, and see whether a test notices; takes hours.

    `nox -s mutatie -- poort` does one group; each writes what it found to a file of its own, and goes on from there.
    """
    for naam in session.posargs or MUTATIES:
        modules, tests, options = MUTATIES[naam]
        chosen = (
            *modules,
            *options,
            "--uit",
            f"mutaties_{naam}.jsonl",
            "--tests",
            *(f"tests/{name}" for name in tests),
        )
        session.run("python", "tools/mutate.py", *chosen)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Print the figures of benchmarks/."""
    session.run("python", "benchmarks/validation.py")
    session.run("python", "benchmarks/audit.py")
    session.run("python", "benchmarks/openpgp.py")
    session.run("python", "benchmarks/package.py")
    session.run("python", "benchmarks/word.py")
    session.run("python", "benchmarks/pdf.py")
    session.run("python", "benchmarks/verifieer.py")
    session.run("python", "benchmarks/memory.py")
    session.run("python", "benchmarks/stempel.py")
    session.run("python", "benchmarks/serie.py")
