import { sell } from "../../messages/sell.js";
import type { Action } from "../parts/action.js";
import { Problem } from "../parts/problem.js";

type Props = {
  /** What has not happened yet. */
  notYet: string;
  action: Action;
};

/** Where the legal act happens: the signature under what was filled in above. */
export function Decide({ notYet, action }: Props) {
  return (
    <section class="cf-decide" aria-labelledby="decide">
      <h2 class="govuk-heading-l" id="decide">
        {sell.decide}
      </h2>
      <p>{notYet}</p>
      <Problem error={action.error} />
      <button class="govuk-button" type="submit" disabled={action.busy}>
        {sell.make}
      </button>
    </section>
  );
}
