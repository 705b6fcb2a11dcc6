"""The detectors, one module each. A new type is a module with a `Detector`, and its name in `DETECTORS`."""

from typing import Final

from houserules.redaction.detectors.bank import BANK_ACCOUNT
from houserules.redaction.detectors.base import Detector
from houserules.redaction.detectors.card import PAYMENT_CARD
from houserules.redaction.detectors.email import EMAIL
from houserules.redaction.detectors.iban import IBAN
from houserules.redaction.detectors.ip import IP_ADDRESS
from houserules.redaction.detectors.nhs import NHS_NUMBER
from houserules.redaction.detectors.nino import NINO
from houserules.redaction.detectors.phone import PHONE
from houserules.redaction.detectors.postcode import POSTCODE

DETECTORS: Final[tuple[Detector, ...]] = (
    PHONE,
    EMAIL,
    POSTCODE,
    PAYMENT_CARD,
    NINO,
    NHS_NUMBER,
    IBAN,
    BANK_ACCOUNT,
    IP_ADDRESS,
)
"""In order of precedence where two find the same characters with the same certainty."""
