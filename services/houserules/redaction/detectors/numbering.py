"""Which digits are a telephone number: the United Kingdom's numbering plan, and libphonenumber's for other countries."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import phonenumbers

_KINDS: Final = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan",
)  # fmt: skip

_FICTIONAL: Final = re.compile(
    r"1(?:1[3-8]|[2-6]1)4960\d{3}|1914980\d{3}|2079460\d{3}|28(?:96496|90180)\d{3}|2920180\d{3}|1632960\d{3}|7700900\d{3}"
    r"|8081570\d{3}|9098790\d{3}|3069990\d{3}"
)
"""Ofcom's numbers for drama. People who must not give a real one use these, and libphonenumber calls them invalid."""

_MOBILE: Final = re.compile(r"7\d{9}")
_SHAPED: Final = re.compile(
    r"1[1-9]\d{7,8}|2[03489]\d{8}|3[0347]\d{8}|5[56]\d{8}|8(?:0[08]|4[2-5]|7[0-3])\d{7}|9[018]\d{8}"
)


def _patterns(metadata: Any) -> Iterator[str]:
    for kind in _KINDS:
        description = getattr(metadata, kind)
        if description is not None and description.national_number_pattern:
            yield f"(?:{description.national_number_pattern})"


@cache
def _allocated(code: int) -> re.Pattern[str]:
    """The numbers in use behind a country code. One pattern per code: thirty times quicker than `is_valid_number`."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
    if regions == ("001",):
        metadata = [phonenumbers.PhoneMetadata.metadata_for_nongeo_region(code)]
    else:
        metadata = [phonenumbers.PhoneMetadata.metadata_for_region(region) for region in regions]
    return re.compile("|".join(pattern for entry in metadata for pattern in _patterns(entry)))


def united_kingdom(number: str) -> float:
    """How sure it is that `number`, without its leading 0 or 44, is a British telephone number: 0 to 1.

    1 for a number in use or kept for drama, 0.6 for a mobile's shape, 0.4 for any other shape that the plan provides for
    but nobody has been given.
    """
    if len(number) not in (7, 9, 10):
        return 0.0
    if _allocated(44).fullmatch(number) or _FICTIONAL.fullmatch(number):
        return 1.0
    if _MOBILE.fullmatch(number):
        return 0.6
    return 0.4 if _SHAPED.fullmatch(number) else 0.0


def is_mobile(number: str) -> bool:
    """Whether `number`, without its leading 0 or 44, has the shape of a British mobile number."""
    return _MOBILE.fullmatch(number) is not None


def international(digits: str) -> bool:
    """Whether `digits`, country code first, are a number of that country, with or without a needless 0 after the code."""
    code, number = _split(digits)
    if code is None:
        return False
    return any(_allocated(code).fullmatch(form) for form in (number, number.removeprefix("0")))


def dialable(digits: str) -> bool:
    """Whether `digits`, country code first, could be dialled, though no numbering plan need know them."""
    code, number = _split(digits)
    number = number.removeprefix("0")
    return code is not None and len(number) >= 7 and number[0] != "0" and not number.endswith("0000")


def _split(digits: str) -> tuple[int | None, str]:
    """The country code, None if there is none such, and the number behind it."""
    if 8 <= len(digits) <= 15:
        for length in (1, 2, 3):
            if (code := int(digits[:length])) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
                return code, digits[length:]
    return None, digits
