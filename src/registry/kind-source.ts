/** The kinds that are served now, for what is derived from them: discovery, OpenAPI. */
import { type AnyKind } from './rest.js';

/** Built-in kinds stay, custom ones come and go. */
export interface KindSource {
  /** Another number after every change of kinds(): what was derived from an older one is made anew. */
  readonly version: number;
  kinds(): readonly AnyKind[];
}

/** A source that never changes. */
export function fixedKinds(kinds: readonly AnyKind[]): KindSource {
  return { version: 0, kinds: () => kinds };
}
