import { errorFamily } from "../base/errors.js";

export const cliError = errorFamily({
  CLI_USAGE: "The command was not used as it is meant to be.",
  CLI_FILE: "The file cannot be read or written.",
  CLI_TIME: "The time is neither an ISO 8601 time nor milliseconds since 1970.",
  CLI_KEY_ROLE: "No key in the data directory has this role; name one with --as.",
  CLI_DEMO: "The demonstration could not do what its story has.",
  CLI_CONSORTIUM: "No consortium of this machine lies in the directory.",
  CLI_CONSORTIUM_READY: "The agencies did not come to agree in time; their logs say why.",
  CLI_MEMBERS: "The agencies' files do not make a network together.",
  CLI_MEMBER_THERE: "An agency's keys lie in the directory already; nothing was changed.",
  CLI_COMETBFT: "There is no CometBFT: name it in COUNTERFOIL_COMETBFT, or put it on the path.",
  CLI_BENCH: "The bench could not do what it measures.",
  CLI_CHOICE: "The network has several to choose from; name one.",
});
