import { z } from "zod";
import { unreachable } from "../../base/errors.js";
import { accredit, accreditAction } from "./actions/accredit.js";
import { activate, activateAction } from "./actions/activate.js";
import { admit, admitAction } from "./actions/admit.js";
import { distrust, distrustAction } from "./actions/distrust.js";
import { freeze, freezeAction } from "./actions/freeze.js";
import { raiseThreshold, raiseThresholdAction } from "./actions/raise-threshold.js";
import { remove, removeAction } from "./actions/remove.js";
import { rotate, rotateAction } from "./actions/rotate.js";
import { setAlgorithm, setAlgorithmAction } from "./actions/set-algorithm.js";
import { setParameter, setParameterAction } from "./actions/set-parameter.js";
import { setPublicity, setPublicityAction } from "./actions/set-publicity.js";
import { strike, strikeAction } from "./actions/strike.js";
import { unfreeze, unfreezeAction } from "./actions/unfreeze.js";
import type { Decision } from "./decision.js";
import type { GovernanceNeeds } from "./needs.js";

/** What agencies can decide together; each kind has its file under `actions/`. */
export const action = z.discriminatedUnion("kind", [
  accreditAction,
  admitAction,
  removeAction,
  rotateAction,
  distrustAction,
  raiseThresholdAction,
  setParameterAction,
  setPublicityAction,
  setAlgorithmAction,
  activateAction,
  strikeAction,
  freezeAction,
  unfreezeAction,
]);
export type Action = z.infer<typeof action>;

export function decisionOf(proposed: Action, needs: GovernanceNeeds): Decision {
  switch (proposed.kind) {
    case "accredit":
      return accredit(proposed, needs);
    case "admit":
      return admit(proposed, needs);
    case "remove":
      return remove(proposed);
    case "rotate":
      return rotate(proposed);
    case "distrust":
      return distrust(proposed);
    case "raise-threshold":
      return raiseThreshold(proposed);
    case "set-parameter":
      return setParameter(proposed);
    case "set-publicity":
      return setPublicity(proposed);
    case "set-algorithm":
      return setAlgorithm(proposed);
    case "activate":
      return activate(proposed);
    case "strike":
      return strike(proposed);
    case "freeze":
      return freeze(proposed, needs);
    case "unfreeze":
      return unfreeze(proposed);
    default:
      return unreachable(proposed);
  }
}
