import { render } from "preact";
import { Verifier } from "./verifier.js";

const place = document.querySelector("#verify");
/** The newest of what the verifier asks of a browser. */
const isNewEnough = "isWellFormed" in String.prototype;
if (place !== null && isNewEnough) {
  // What stands there says why there is no program; there is one.
  place.replaceChildren();
  render(<Verifier />, place);
}
