import { errorFamily } from "../base/errors.js";

export const portalError = errorFamily({
  PORTAL_FINGERPRINT: "A fingerprint is not 64 lower-case hexadecimal digits.",
});
