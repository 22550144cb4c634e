import { type KeyObject } from 'node:crypto';
import { type ServiceAccountKey, serviceAccountKey } from './keys.js';

/** The keys that verify tokens, in order; some may still be in the making. Source: pkg/serviceaccount/jwt.go. */
export class PublicKeys {
  readonly #listeners: (() => void)[] = [];
  #keys: Promise<readonly ServiceAccountKey[]>;

  /** @param keys public or private */
  constructor(keys: readonly (KeyObject | Promise<KeyObject>)[]) {
    this.#keys = Promise.all(keys.map((key) => Promise.resolve(key))).then((ready) => ready.map(serviceAccountKey));
    // Whoever asks for the keys gets the error; until then it must not end the process.
    this.#keys.catch(() => undefined);
  }

  /** Throws where a key could not be made or is of no use. */
  all(): Promise<readonly ServiceAccountKey[]> {
    return this.#keys;
  }

  /** The keys with that id; all of them for ''. */
  async withId(keyId: string): Promise<readonly ServiceAccountKey[]> {
    const keys = await this.#keys;
    return keyId === '' ? keys : keys.filter((key) => key.keyId === keyId);
  }

  /** From now on these verify, and no others. Throws, and changes nothing, where a key is of no use. */
  replace(keys: readonly KeyObject[]): void {
    this.#keys = Promise.resolve(keys.map(serviceAccountKey));
    for (const listener of this.#listeners) listener();
  }

  /** Calls back after every replacement. */
  onReplaced(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
