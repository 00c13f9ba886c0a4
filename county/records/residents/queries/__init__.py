"""Every read about residents' files that has a name."""

from county.records.residents.queries.ages import (
    TAGS_OF_MINORS,
    guardian_informed,
    is_minor,
    may_have_fraud_profile,
    may_have_tag,
)
from county.records.residents.queries.doubles import doubles_of, joinings_of, likely_doubles
from county.records.residents.queries.erasing import (
    against_erasure,
    holds,
    sealed_the_old_way,
    silent_since,
)
from county.records.residents.queries.files import (
    by_phone,
    consent_history,
    consents,
    current,
    elsewhere,
    found,
    given_up_to,
    known_as,
    may_rest_on,
    names_in,
    open_to,
    residents_for,
)
from county.records.residents.queries.homes import housemates, roles_in, roles_of
from county.records.residents.queries.looks import (
    files_allowed,
    files_opened_today,
    grant_of,
    looks_for,
    looks_of_file,
    opened_today,
    unlinked_looks,
)

__all__ = [
    "TAGS_OF_MINORS",
    "against_erasure",
    "by_phone",
    "consent_history",
    "consents",
    "current",
    "doubles_of",
    "elsewhere",
    "files_allowed",
    "files_opened_today",
    "found",
    "given_up_to",
    "grant_of",
    "guardian_informed",
    "holds",
    "housemates",
    "is_minor",
    "joinings_of",
    "known_as",
    "likely_doubles",
    "looks_for",
    "looks_of_file",
    "may_have_fraud_profile",
    "may_have_tag",
    "may_rest_on",
    "names_in",
    "open_to",
    "opened_today",
    "residents_for",
    "roles_in",
    "roles_of",
    "sealed_the_old_way",
    "silent_since",
    "unlinked_looks",
]
