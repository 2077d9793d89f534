import { transactionType } from "../../../ledger/module.js";
import { bindPersonKey } from "../bind.js";
import { handle, key } from "../schema.js";
import { rotateKeyBody } from "../transactions.js";
import { requirePerson, requireSigned } from "../view.js";

/** A person exchanges a handle's key; the old one ends. */
export const rotateKey = transactionType({
  body: rotateKeyBody,
  sentence: () => "A person took a new key for a code",
  execute: (context, body) => {
    const person = requirePerson(context, body.handle);
    requireSigned(context, context.signatories, body.handle);
    const keyId = bindPersonKey(context, body.handle, body.key);
    const old = context.read(key, person.keyId);
    if (old !== undefined) {
      context.put(key, person.keyId, { ...old.value, revoked: context.time });
    }
    context.put(handle, body.handle, { ...person, keyId });
  },
});
