/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { groupsOf } from "./fingerprint.js";
import type { Speech } from "./speech.js";

export function Mark() {
  return (
    <svg class="cf-mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <path class="cf-mark__stock" d="M2 5H38V17L32 25L26 17L20 25L14 17L8 25L2 17Z" />
      <path class="cf-mark__foil" d="M8 30L14 22L20 30L26 22L32 30L38 22V35H8Z" />
    </svg>
  );
}

const icons = {
  done: "M4 12.5L9.5 18L20 6.5",
  waits: "M12 3a9 9 0 1 0 0.01 0ZM12 7.5V12L15 14.5",
  machine: "M4 5H20V15H4ZM9 20H15M12 15V20",
  no: "M6 6L18 18M18 6L6 18",
  key: "M8 8a4 4 0 1 0 0.01 0ZM12 12H21V16M17 12V15",
  unchecked: "M5 12H19",
  info: "M12 10.5V18M12 6V6.5",
} as const;
export type IconName = keyof typeof icons;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="cf-ico" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={icons[name]} />
    </svg>
  );
}

/** Digits of equal width that never break. */
export function Num({ children }: { children: ComponentChildren }) {
  return <span class="cf-num">{children}</span>;
}

/**
 * First and last eight digits, in a narrow place four. Isolated, since hashes run from left to
 * right in every language.
 */
export function Hash({ hex }: { hex: string }) {
  const groups = groupsOf(hex);
  return (
    <code class="cf-hash" dir="ltr" title={groups.join(" ")}>
      {groups[0]} <span class="cf-hash__more">{groups[1]} </span>…
      <span class="cf-hash__more"> {groups[14]}</span> {groups[15]}
    </code>
  );
}

/** All digits, grouped to the eye only: what is copied has no spaces. */
export function WholeHash({ hex }: { hex: string }) {
  return (
    <code class="cf-hash cf-hash--whole" dir="ltr">
      {groupsOf(hex).map((group, place) => (
        <span key={place}>{group}</span>
      ))}
    </code>
  );
}

/** What a person or a program would type: a key, a command, an address. */
export function Typed({ children }: { children: ComponentChildren }) {
  return (
    <code class="cf-typed" dir="ltr">
      {children}
    </code>
  );
}

/** Day and time of day in a list; to the second where that tells things apart. */
export function Moment({
  ms,
  as,
  seconds = false,
}: Pick<Speech, "as"> & { ms: number; seconds?: boolean }) {
  return (
    <Time ms={ms} as={as}>
      {`${as.dateShort(ms)}, ${seconds ? as.clockSeconds(ms) : as.clock(ms)}`}
    </Time>
  );
}

export function Time({ ms, as, children }: Pick<Speech, "as"> & { ms: number; children: string }) {
  return (
    <time class="cf-num" dateTime={as.iso(ms)}>
      {children}
    </time>
  );
}
