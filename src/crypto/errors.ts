import { errorFamily } from "../base/errors.js";

export const cryptoError = errorFamily({
  TREE_INDEX: "The index lies outside the tree.",
  TREE_SIZE: "The sizes of the trees do not fit each other, or are no sizes.",
  TREE_PATH_LENGTH: "The path has more or fewer hashes than index and size need.",
  TREE_HASH_LENGTH: "A hash of a tree is not 32 bytes long.",
  TREE_INCLUSION: "The path does not lead from the leaf to the root.",
  TREE_CONSISTENCY: "The path does not lead from the one root to the other.",

  KEY_FORM: "A COSE_Key has other members or values than ours may have.",
  KEY_LENGTH: "A part of a key has the wrong length.",
  KEY_NOT_ON_CURVE: "A P-256 key is no point of the curve.",
  KEY_NOT_CANONICAL: "An Ed25519 key is not in its one encoding.",
  KEY_SMALL_ORDER: "An Ed25519 key is of small order: it signs everything.",
  KEY_SECRET: "The bytes are no secret key.",

  NOTE_TOO_LARGE: "A signed note is at most 65,535 bytes long and has at most 100 signatures.",
  NOTE_CHARACTER: "A signed note has a control character or is not well-formed Unicode.",
  NOTE_FORM: "A signed note is text, a blank line and signature lines, each ended by a newline.",
  NOTE_LINE: "A signature line is an em dash, a key name and base64 of key id and signature.",
  NOTE_NAME: "A key name is empty or has a space or a plus sign.",
  NOTE_VKEY: "The text is no verifier key, or its key id or its key is wrong.",
  NOTE_KEY: "The verifier key is not the one that this line or this signer needs.",
  NOTE_SIGNATURE: "A signature by a known key does not verify.",

  COSIGNATURE_FORM: "A cosignature is a timestamp of 8 bytes and a signature of 64.",
  COSIGNATURE_TIME: "The time of a cosignature is not in whole seconds below 2⁵³.",

  CHECKPOINT_LINES: "A checkpoint has exactly three lines: origin, size and root.",
  CHECKPOINT_ORIGIN: "The checkpoint is of another log.",
  CHECKPOINT_SIZE: "The size of a checkpoint is decimal, without leading zeros, below 2⁵³.",
  CHECKPOINT_ROOT: "The root of a checkpoint is 32 bytes in base64.",
  CHECKPOINT_LOG_SIGNATURE: "No log key that is valid at this size has signed the checkpoint.",
  CHECKPOINT_THRESHOLD: "Fewer agencies have cosigned the checkpoint than its epoch asks for.",
  CHECKPOINT_CLOSING: "The root is not the one at which the trust file says the epoch closed.",
  CHECKPOINT_EPOCH: "The trust file has no epoch for this size.",

  TRUST_TOO_LARGE: "The trust file is larger than 4 MiB.",
  TRUST_JSON: "The trust file is not JSON.",
  TRUST_FORM: "The trust file has a member that is missing, unknown or not of its form.",
  TRUST_ORIGIN: "The origin is not made of the network's name and id.",
  TRUST_VKEY: "A verifier key of the trust file is malformed, or not of the type or name it needs.",
  TRUST_KEYS: "Two entries of the trust file share a key, or a name and a key id.",
  TRUST_RANGE: "A range of the trust file ends before it begins.",
  TRUST_EPOCHS: "The epochs do not follow on each other without gaps up to the one open epoch.",
  TRUST_CLOSING:
    "An ended epoch needs its closing checkpoint at its end, and the open one has none.",
  TRUST_THRESHOLD: "A threshold is below two thirds of the agencies, or above their number.",
  TRUST_QUORUM: "The quorum is not the threshold of the open epoch.",
});
