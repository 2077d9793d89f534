/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";

/** Of the page's outline: a result stands alone on a page, or under another heading. */
export type Level = 1 | 2 | 3 | 4;

const tags = { 1: "h1", 2: "h2", 3: "h3", 4: "h4" } as const;

type Props = {
  level: Level;
  size: "xl" | "l" | "m" | "s";
  id?: string;
  children: ComponentChildren;
};

export function Heading({ level, size, id, children }: Props) {
  const Tag = tags[level];
  return (
    <Tag class={`govuk-heading-${size}`} id={id} tabIndex={level === 1 ? -1 : undefined}>
      {children}
    </Tag>
  );
}

export const below = (level: Level): Level => (level === 1 ? 2 : level === 2 ? 3 : 4);
