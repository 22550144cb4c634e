/** The pod addresses of one node. One that was given back comes round again last. */
import { podAddresses } from '../nodes/addresses.js';

export class AddressPool {
  readonly #addresses: readonly string[];
  readonly #used = new Set<string>();
  #next = 0;

  /** @param range `10.244.0.0/24` */
  constructor(range: string) {
    this.#addresses = podAddresses(range);
  }

  /** Undefined where none is left. */
  take(): string | undefined {
    for (let tried = 0; tried < this.#addresses.length; tried++) {
      const address = this.#addresses[this.#next] ?? '';
      this.#next = (this.#next + 1) % this.#addresses.length;
      if (this.#used.has(address)) continue;
      this.#used.add(address);
      return address;
    }
    return undefined;
  }

  /** Keeps an address that a pod has already. */
  keep(address: string): void {
    this.#used.add(address);
  }

  giveBack(address: string): void {
    this.#used.delete(address);
  }
}
