import {
  declineEnrolment,
  draftParties,
  ownReads,
  personOfHandle,
  requestEnrolment,
  waitingEnrolments,
} from "./routes/directory.js";
import { addDraftNote, draft, drafts, keepDraft } from "./routes/drafts.js";
import { bundle, misbehaviour, proposal, proposals } from "./routes/governance.js";
import { agencies, epochs, handles, officers, organisation } from "./routes/institutions.js";
import {
  landDaybook,
  landHoldings,
  landLevels,
  landOffices,
  landParcel,
  landParcels,
  landRight,
  landTitle,
  landTitleHistory,
} from "./routes/land.js";
import { block, blocks, fact, networkRoute, receipt } from "./routes/log.js";
import { search } from "./routes/search.js";
import { submit, tail, transaction } from "./routes/transactions.js";

/** Every address of the API, by the name of its operation. */
export const routes = {
  submit,
  transaction,
  tail,
  keepDraft,
  drafts,
  draft,
  addDraftNote,
  network: networkRoute,
  fact,
  receipt,
  blocks,
  block,
  landLevels,
  landOffices,
  landParcels,
  landParcel,
  landTitle,
  landTitleHistory,
  landRight,
  landHoldings,
  landDaybook,
  search,
  agencies,
  epochs,
  proposals,
  proposal,
  misbehaviour,
  bundle,
  organisation,
  handles,
  officers,
  requestEnrolment,
  waitingEnrolments,
  declineEnrolment,
  personOfHandle,
  draftParties,
  ownReads,
} as const;
export type Routes = typeof routes;
