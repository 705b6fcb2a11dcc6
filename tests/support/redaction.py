"""A redactor with a registry of invented and public contacts, and short ways to ask it."""

from houserules.contracts.stages import Redaction
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactRegistry

REGISTRY = ContactRegistry(
    [
        Contact(
            "Childline",
            aliases=("child line",),
            phones=("0800 1111",),
            emails=("help@childline.example",),
            domains=("childline.example",),
        ),
        Contact("NSPCC", phones=("0808 800 5000",), domains=("nspcc.example",), domain_emails=True),
        Contact("Samaritans", phones=("116 123",), emails=("jo@samaritans.example",)),
        Contact("Our Office", phones=("+44 (0)161 496 0999",), postcodes=("M1 1AE",)),
        Contact("Police", phones=("999", "101")),
        Contact("No Number Known", domains=("nonumber.example",)),
    ]
)
REDACTOR = Redactor(REGISTRY)


def found(text: str) -> Redaction:
    """What is found in `text`."""
    return REDACTOR.find([text])[0]


def redacted(text: str) -> str:
    """`text` without what is found in it."""
    return REDACTOR.apply(text, found(text))


def spotted(text: str) -> list[tuple[str, str]]:
    """(type, the very characters) of each finding."""
    return [(span.type, text[span.start : span.end]) for span in found(text).spans]
