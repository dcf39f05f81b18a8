import { positionAt, type Position, type Span } from "../text/source.ts";

/** Where a span begins and ends as people count; `end` stands behind its last character. */
export interface Stretch {
  readonly start: Position;
  readonly end: Position;
}

export const stretchOf = ({ source, start, end }: Span): Stretch => ({
  start: positionAt(source, start),
  end: positionAt(source, end),
});
