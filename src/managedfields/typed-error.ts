/** What does not fit its type. Source: sigs.k8s.io/structured-merge-diff/typed/helpers.go. */
import { type PathElement, printElement, printPath } from './path-element.js';

export class TypedError extends Error {
  override readonly name = 'TypedError';
}

/** Gathers errors with the paths at which they were found. */
export class ErrorList {
  readonly #texts: string[] = [];

  add(path: readonly PathElement[], message: string): void {
    const at = printPath(path);
    this.#texts.push(at === '' ? message : `${at}: ${message}`);
  }

  addDuplicate(path: readonly PathElement[], element: PathElement): void {
    this.add(path, `duplicate entries for key ${printElement(element)}`);
  }

  /** @throws TypedError where there is one. */
  check(): void {
    const [first] = this.#texts;
    if (first === undefined) return;
    throw new TypedError(
      this.#texts.length === 1 ? first : ['errors:', ...this.#texts.map((text) => `  ${text}`)].join('\n'),
    );
  }
}
