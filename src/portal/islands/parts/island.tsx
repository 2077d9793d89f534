import { type ComponentType, render } from "preact";
import { openSession, type Session } from "../keys/session.js";
import { type Loaded, useLoaded } from "./action.js";
import { Problem } from "./problem.js";

/** What every island gets: the session, and the words after the last slash of the page's address. */
export type IslandProps = { readonly session: Session; readonly subject: string };

function Opened({ Island, subject }: { Island: ComponentType<IslandProps>; subject: string }) {
  const { value, error }: Loaded<Session> = useLoaded(openSession);
  if (value === null) return <Problem error={error} />;
  return <Island session={value} subject={subject} />;
}

/** Puts the island in the place of what the page says without it. */
export function startIsland(Island: ComponentType<IslandProps>): void {
  const place = document.querySelector<HTMLElement>("#island");
  if (place === null) return;
  const subject = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
  place.replaceChildren();
  render(<Opened Island={Island} subject={subject} />, place);
}
