"""The detectors, one module each. A new type is a module with a `Detector`, and its name in `DETECTORS`."""

from typing import Final

from houserules.redaction.detectors.address import ADDRESS
from houserules.redaction.detectors.bank import BANK_ACCOUNT
from houserules.redaction.detectors.base import Detector
from houserules.redaction.detectors.birth import DATE_OF_BIRTH
from houserules.redaction.detectors.card import PAYMENT_CARD
from houserules.redaction.detectors.email import EMAIL
from houserules.redaction.detectors.handle import SOCIAL_HANDLE
from houserules.redaction.detectors.iban import IBAN
from houserules.redaction.detectors.ip import IP_ADDRESS
from houserules.redaction.detectors.licence import DRIVING_LICENCE
from houserules.redaction.detectors.nhs import NHS_NUMBER
from houserules.redaction.detectors.nino import NINO
from houserules.redaction.detectors.passport import PASSPORT
from houserules.redaction.detectors.phone import PHONE
from houserules.redaction.detectors.postcode import POSTCODE
from houserules.redaction.detectors.vehicle import VEHICLE_REG

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
    VEHICLE_REG,
    PASSPORT,
    DRIVING_LICENCE,
    DATE_OF_BIRTH,
    SOCIAL_HANDLE,
    ADDRESS,
)
"""In order of precedence where two find the same characters with the same certainty."""
