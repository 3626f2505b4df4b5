"""What lets people into a class: a short code to read out, long secrets for links and browsers."""

import hashlib
import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which look alike from the back row."""

LENGTH = 6
"""31^6 = 887,503,681 codes."""

MEANT = re.compile(r"[A-Za-z\d]{4,12}", re.ASCII)
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
SECRET = re.compile(r"[\w-]{16,64}", re.ASCII)


def new_code() -> str:
    """Return a code of six characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed, in small letters or with gaps; None if it is none."""
    code = re.sub(r"[\s-]", "", typed[: 4 * LENGTH]).upper()
    return code if is_code(code) else None


def read_typed(typed: str) -> str | None:
    """Return a code, or what was meant for one and has letters too few, too many or wrong.

    None if it is neither.
    """
    code = read_code(typed)
    return typed if code is None and MEANT.fullmatch(typed) else code


def is_code(text: object) -> bool:
    """Whether something is a code as `new_code` makes it."""
    return isinstance(text, str) and CODE.fullmatch(text) is not None


def new_secret() -> str:
    """Return 192 random bits as 32 characters that may stand in an address."""
    return secrets.token_urlsafe(24)


def is_secret(text: object) -> bool:
    """Whether something could be a secret of ours or of a browser."""
    return isinstance(text, str) and SECRET.fullmatch(text) is not None


def digest(secret: str) -> str:
    """Return what is stored of a secret: from it nobody finds the secret again."""
    return hashlib.sha256(secret.encode()).hexdigest()
