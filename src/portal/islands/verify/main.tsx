import { render } from "preact";
import { Verifier } from "./verifier.js";

const place = document.querySelector("#verify");
if (place !== null) {
  // What stands there says why there is no program; there is one.
  place.replaceChildren();
  render(<Verifier />, place);
}
