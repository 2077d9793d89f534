import { errorFamily } from "../base/errors.js";

export const factError = errorFamily({
  FACT_SIZE: "A leaf is longer than 65,535 bytes.",
  FACT_FORM: "A leaf is not a fact as the format has it.",
  FACT_VERSION: "The version of a fact is 1.",
  FACT_KEY: "A key is not of its grammar.",
  FACT_LEDGER_KEY: "A key, value or place that is the ledger's alone.",
  FACT_CAUSE: "A cause that cannot be.",
  FACT_SUPERSEDES: "A fact supersedes what it cannot.",
  FACT_RETRACTION: "A retraction supersedes something.",
  FACT_WRITES: "A refused transaction writes nothing.",
});

export const activityError = errorFamily({
  ACTIVITY_INDEX: "The index lies outside the log.",
  ACTIVITY_CHUNK: "An activity chunk is not 32 bytes, or a bit at or past the size is set.",
});

export const envelopeError = errorFamily({
  ENVELOPE_SIZE: "An envelope is longer than 32 KiB.",
  ENVELOPE_FORM: "The envelope is not of the form the format has.",
  ENVELOPE_NETWORK: "The transaction is signed for another network.",
  ENVELOPE_SIGNERS: "The signers are not sorted and distinct.",
  ENVELOPE_INCOMPLETE: "Not every listed signer has signed exactly once.",
  ENVELOPE_KEY: "A signature's key is not the listed signer's.",
  ENVELOPE_ALGORITHM: "The algorithm does not go with the key.",
  ENVELOPE_UNPROTECTED: "The unprotected header holds something that the algorithm does not have.",
  ENVELOPE_SIGNATURE: "A signature does not verify.",
  WEBAUTHN_CLIENT_DATA: "The client data are not those of this transaction.",
  WEBAUTHN_AUTHENTICATOR_DATA: "The authenticator data are too short.",
  WEBAUTHN_USER: "The authenticator did not verify the user.",
  WEBAUTHN_ORIGIN: "The key is not bound to this origin.",
  WEBAUTHN_RP_ID: "The key is not bound to this relying party.",
});

export const replayError = errorFamily({
  REPLAY_NETWORK: "The first fact is another network's.",
  REPLAY_ORDER: "A fact stands where the log's order has no place for it.",
  REPLAY_CAUSE: "The cause does not lead to the transaction that wrote the fact.",
  REPLAY_SUPERSEDES: "A fact does not supersede the newest of its key.",
  REPLAY_WRITES: "A transaction is not followed by exactly the facts it wrote.",
  REPLAY_ID: "A transaction's key is not the id of its envelope, or the id stands twice.",
  REPLAY_ENVELOPE: "A transaction's envelope does not verify.",
  REPLAY_TICK: "A tick is not this block's.",
  REPLAY_TIME: "A seal's time is earlier than the previous one's.",
  REPLAY_SEAL: "A seal's height or counts are not its block's.",
  REPLAY_PREVIOUS_ROOT: "A seal's previous root is not the root at the previous seal.",
  REPLAY_ACTIVITY_ROOT: "A seal's activity root is not that of the facts.",
  REPLAY_BLOCK_SIZE: "The leaves of a block are longer than 16 MiB.",
  REPLAY_UNSEALED: "The last block has no seal.",
  REPLAY_STRUCK: "A struck entry is not followed by the decision that it names.",
  REPLAY_EXECUTION: "Executing the transactions again gives other facts.",
});

export const verifyError = errorFamily({
  VERIFY_SIZE: "The inclusion is of another size than the checkpoint.",
  VERIFY_ROOT: "The leaf does not lead to the root that the agencies signed.",
  VERIFY_KID: "The receipt is signed by no log key that was valid at this size.",
  VERIFY_STRUCK: "The entry was struck: a receipt cannot show what it said.",
  VERIFY_CONSISTENCY:
    "The epoch has a compromised key, and no proof leads to its closing checkpoint.",
  VERIFY_CONSISTENCY_OPEN:
    "The receipt shows consistency with the closing of an epoch that is still open.",
  VERIFY_NOT_A_SEAL: "A fact that is no seal stands where a seal must.",
  VERIFY_STALE_SEAL: "The seal is not the checkpoint's last fact: it proves nothing about now.",
  VERIFY_NOT_CURRENT: "The fact was no longer the newest of its key.",
  VERIFY_AS_OF_TIME: "The time does not lie between the two seals.",
  VERIFY_AS_OF_LATER: "The fact did not stand on the ledger at that time.",
  VERIFY_FORK: "Another checkpoint of the same size was signed with another root.",
  VERIFY_NEXT_SEAL: "The next seal is missing, or does not follow.",
  VERIFY_REPLACED_BY: "The later fact did not replace this one after that time.",
  VERIFY_AUTHORITY: "The authority is not what wrote this fact.",
  VERIFY_ANSWER:
    "The node gave a receipt of something else, or one that its own trust file refuses.",
  VERIFY_OPENING: "An opening is not of the commitment at its path.",
});
