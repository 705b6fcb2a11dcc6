"""The two that are compared: this project's redactor under its own policy, and Presidio with its UK recognisers.

Presidio runs without a language model (blank spaCy English), so without names; words serve as their own lemmas, for without
any its context words would never count. Nothing is downloaded: its suffix list is the one that comes with tldextract.
"""

import importlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from bench.redaction.scoring import Found

BATCH: Final = 500

ENTITIES: Final[Mapping[str, str]] = {
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "UK_POSTCODE": "POSTCODE",
    "UK_NINO": "NINO",
    "UK_NHS": "NHS_NUMBER",
    "CREDIT_CARD": "PAYMENT_CARD",
    "IBAN_CODE": "IBAN",
    "UK_VEHICLE_REGISTRATION": "VEHICLE_REG",
    "UK_PASSPORT": "PASSPORT",
    "UK_DRIVING_LICENCE": "DRIVING_LICENCE",
    "IP_ADDRESS": "IP_ADDRESS",
}
"""Presidio's entity types and ours. It has none for bank accounts, addresses, dates of birth and handles."""

THRESHOLDS: Final = (0.0, 0.35, 0.5)
"""Presidio is given the best of these for each type of each set, by F2, which flatters it."""

_REGIONS: Final = ("GB", "US", "DE", "FR", "IE")


class Contender(Protocol):
    """Finds personal information in texts."""

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str, float]]]:
        """Start, end, type and score of each finding."""
        ...


class Ours:
    """The redactor of a policy."""

    def __init__(self, policy: str) -> None:
        from houserules.judging.policy import load_policy, resolve_policy

        self.directory: Final = resolve_policy(policy)
        self.redactor: Final = load_policy(self.directory).redactor

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str, float]]]:
        """See Contender. Read in batches of 500."""
        found: list[list[tuple[int, int, str, float]]] = []
        for start in range(0, len(texts), BATCH):
            redactions = self.redactor.find(texts[start : start + BATCH])
            found += [[(span.start, span.end, span.type, span.score) for span in each.spans] for each in redactions]
        return found


class Presidio:
    """Presidio's analyser, restricted to the entity types that have a counterpart here. Raises ImportError without it."""

    def __init__(self) -> None:
        analyzer: Any = importlib.import_module("presidio_analyzer")
        engines: Any = importlib.import_module("presidio_analyzer.nlp_engine")
        known: Any = importlib.import_module("presidio_analyzer.predefined_recognizers")
        spacy: Any = importlib.import_module("spacy")
        tldextract: Any = importlib.import_module("tldextract")
        tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

        @spacy.Language.component("words_as_lemmas")  # type: ignore[untyped-decorator, unused-ignore]
        def words_as_lemmas(document: Any) -> Any:
            for token in document:
                token.lemma_ = token.lower_
            return document

        nlp = spacy.blank("en")
        nlp.add_pipe("words_as_lemmas")
        engine = engines.SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
        engine.nlp = {"en": nlp}
        registry = analyzer.RecognizerRegistry(supported_languages=["en"])
        for name in (
            "EmailRecognizer", "CreditCardRecognizer", "IbanRecognizer", "IpRecognizer", "NhsRecognizer", "UkNinoRecognizer",
            "UkPostcodeRecognizer", "UkVehicleRegistrationRecognizer", "UkDrivingLicenceRecognizer", "UkPassportRecognizer",
        ):  # fmt: skip
            if recognizer := getattr(known, name, None):
                registry.add_recognizer(recognizer())
        registry.add_recognizer(known.PhoneRecognizer(supported_regions=_REGIONS))
        self._analyzer: Final[Any] = analyzer.AnalyzerEngine(
            registry=registry, nlp_engine=engine, supported_languages=["en"]
        )
        self._entities: Final = sorted(set(ENTITIES) & set(self._analyzer.get_supported_entities("en")))
        self.version: Final = importlib.import_module("importlib.metadata").version("presidio-analyzer")

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str, float]]]:
        """See Contender. Text by text, as its interface has it; scores from 0."""
        return [
            [
                (each.start, each.end, ENTITIES[each.entity_type], each.score)
                for each in self._analyzer.analyze(
                    text=text, language="en", entities=self._entities, score_threshold=0.0
                )
            ]
            for text in texts
        ]


def timed(contender: Contender, texts: Sequence[str]) -> tuple[list[list[tuple[int, int, str, float]]], float]:
    """Findings, and microseconds per text."""
    began = time.perf_counter()
    found = contender.find(texts)
    return found, (time.perf_counter() - began) * 1e6 / max(1, len(texts))


def above(found: Sequence[Sequence[tuple[int, int, str, float]]], threshold: float) -> list[list[Found]]:
    """Findings at or above `threshold`; of those that overlap, the surest and then the longest, as anonymisers choose."""
    kept: list[list[Found]] = []
    for findings in found:
        chosen: list[Found] = []
        for start, end, kind, score in sorted(findings, key=lambda one: (-one[3], one[0] - one[1], one[0])):
            if score >= threshold and not any(start < other[1] and other[0] < end for other in chosen):
                chosen.append((start, end, kind))
        kept.append(sorted(chosen))
    return kept
