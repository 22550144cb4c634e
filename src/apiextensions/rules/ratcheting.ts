/** What was wrong before and did not change may stay so. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go (ratchetingOptions). */
import { type Correlated } from '../correlated.js';

export class Ratcheting {
  /** False where the version knows no ratcheting. */
  readonly enabled: boolean;
  readonly #current: Correlated | undefined;
  /** The nearest around it that could be told from what was there before. */
  readonly #parent: Correlated | undefined;

  constructor(enabled: boolean, current?: Correlated, parent?: Correlated) {
    this.enabled = enabled;
    this.#current = current;
    this.#parent = parent;
  }

  /** True where an error need not be one. */
  get unchanged(): boolean {
    return (this.#current ?? this.#parent)?.isUnchanged() ?? false;
  }

  key(name: string): Ratcheting {
    const current = this.#current;
    if (current === undefined) return this;
    // Old and new objects were both made into the same version.
    const typed = this.#parent === undefined && (name === 'apiVersion' || name === 'kind');
    return typed ? new Ratcheting(this.enabled) : new Ratcheting(this.enabled, current.key(name), current);
  }

  index(index: number): Ratcheting {
    const current = this.#current;
    return current === undefined ? this : new Ratcheting(this.enabled, current.index(index), current);
  }

  /** For what stands within conditions, whose errors stay errors. */
  withoutCurrent(): Ratcheting {
    return new Ratcheting(this.enabled, undefined, this.#parent);
  }
}
