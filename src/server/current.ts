/** What may be replaced while the server runs. Whoever needs it asks anew each time, or listens. */
export class Current<T> {
  #value: T;
  readonly #listeners: (() => void)[] = [];

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  replace(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  /** Calls back after every replacement. */
  onReplaced(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
