/**
 * Remembers by token what was signed well, and nothing else. Whether the token has
 * expired, or its account is gone, is no business of the cache. The least recently used go first.
 */
export class SignatureCache<T> {
  readonly #capacity: number;
  readonly #entries = new Map<string, T>();

  constructor(capacity = 4096) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(token: string): T | undefined {
    const entry = this.#entries.get(token);
    if (entry !== undefined) {
      this.#entries.delete(token);
      this.#entries.set(token, entry);
    }
    return entry;
  }

  set(token: string, verified: T): void {
    this.#entries.delete(token);
    this.#entries.set(token, verified);
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      break;
    }
  }

  /** Forgets everything, as a change of keys demands. */
  clear(): void {
    this.#entries.clear();
  }
}
