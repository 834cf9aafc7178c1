"""What ctransformers 0.2.27 demands of the vocabulary of a GGUF file."""

from playground.domain.headers import ArraySummary, ModelHeader, Verdict, Vocabulary
from playground.services.modelfiles.preflight.rules import OTHER_ENGINE, refuse

_TOKENS = "tokenizer.ggml.tokens"
_DEFAULT_IDS = {
    "llama": {"bos": 1, "eos": 2, "unknown": 0},
    "gpt2": {"bos": 11, "eos": 11},
}
# "seperator" is how the format spells it.
_ID_NAMES = ("bos", "eos", "unknown", "seperator", "padding")
_SPACES = frozenset(b" \n")
# Bytes of ordinary prompts. A byte outside the vocabulary ends the engine; real Falcon files lack
# some control characters and rare leading bytes, and must stay usable.
_COMMON_BYTES = (
    frozenset(b"\n")
    | frozenset(range(0x20, 0x7F))
    | frozenset(range(0x80, 0xC0))
    | {0xC3, 0xE2, 0xF0}
)


def check_tokenizer(header: ModelHeader) -> Verdict | None:
    """Refuse vocabularies that end the engine while it loads or reads a prompt."""
    if header.metadata_types.get("tokenizer.ggml.model") != "str":
        return refuse("The key tokenizer.ggml.model is missing or not a text.")
    tokens = header.metadata.get(_TOKENS)
    if not isinstance(tokens, ArraySummary) or tokens.type != "str" or tokens.length == 0:
        return refuse(f"The vocabulary ({_TOKENS}) is missing, empty or not a list of texts.")
    if header.tokenizer == "gpt2":
        refusal = _check_byte_pairs(header)
    elif header.tokenizer == "llama":
        refusal = _check_arrays(header.vocabulary) or _check_sentencepiece(header.vocabulary)
    else:
        refusal = refuse(
            f"ctransformers does not know the tokenizer {header.tokenizer}.", OTHER_ENGINE
        )
    return refusal or _check_ids(header)


def _check_byte_pairs(header: ModelHeader) -> Verdict | None:
    vocabulary = header.vocabulary
    if header.architecture == "llama":
        return refuse(
            "Its tokenizer works with byte pairs (Llama 3 and later); ctransformers runs llama "
            "models with a SentencePiece vocabulary.",
            OTHER_ENGINE,
        )
    mapped = vocabulary.mapped_pieces and not vocabulary.raw_bytes >= _SPACES
    if vocabulary.scores is None or mapped:
        return refuse(
            "Its vocabulary is written in the form that came in October 2023, after ctransformers.",
            OTHER_ENGINE,
        )
    if vocabulary.merges is None or vocabulary.merges.type != "str":
        return refuse("The merges of the tokenizer are missing.")
    missing = len(_COMMON_BYTES - vocabulary.raw_bytes)
    if missing:
        return refuse(
            f"{missing} common bytes are not in the vocabulary; a prompt that holds one would end "
            "the engine.",
            OTHER_ENGINE,
        )
    return _check_arrays(vocabulary)


def _check_arrays(vocabulary: Vocabulary) -> Verdict | None:
    scores, types, size = vocabulary.scores, vocabulary.types, vocabulary.size
    if scores is None:
        return refuse("The vocabulary has no scores, which ctransformers needs.", OTHER_ENGINE)
    if types is None:
        return refuse("The vocabulary has no token types, which ctransformers needs.", OTHER_ENGINE)
    if scores.type != "f32" or types.type not in {"i32", "u32"}:
        return refuse(
            f"Scores are stored as {scores.type} and token types as {types.type}; "
            "ctransformers reads only f32 and i32."
        )
    if not scores.length == types.length == size:
        return refuse(
            f"The vocabulary has {size} pieces, {scores.length} scores and {types.length} types."
        )
    if vocabulary.bad_scores:
        return refuse(f"{vocabulary.bad_scores} scores of the vocabulary are not numbers.")
    if vocabulary.unknown_types:
        return refuse(f"{vocabulary.unknown_types} token types lie outside 1 to 6.")
    if vocabulary.malformed_byte_pieces:
        return refuse(f"{vocabulary.malformed_byte_pieces} byte tokens are not written <0xNN>.")
    return None


def _check_sentencepiece(vocabulary: Vocabulary) -> Verdict | None:
    if not vocabulary.newline_piece:
        return refuse("The vocabulary has no <0x0A>, the newline, which ctransformers looks up.")
    if vocabulary.byte_pieces_missing:
        return refuse(
            f"The vocabulary lacks {vocabulary.byte_pieces_missing} of the byte tokens <0x00> to "
            "<0xFF>; a prompt that needs one would end the engine."
        )
    return None


def _check_ids(header: ModelHeader) -> Verdict | None:
    size = header.vocabulary.size
    defaults = _DEFAULT_IDS[header.tokenizer or "llama"]
    for name in _ID_NAMES:
        key = f"tokenizer.ggml.{name}_token_id"
        value = header.metadata.get(key, defaults.get(name))
        if value is None:
            continue
        if header.metadata_types.get(key, "u32") != "u32" or not isinstance(value, int):
            return refuse(f"The key {key} is not stored as u32.")
        if value >= size:
            return refuse(f"{key} is {value}, beyond the vocabulary of {size} pieces.")
    return None
