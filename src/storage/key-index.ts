/** Keys in order, so that the keys below a prefix are one slice. */
export class KeyIndex {
  readonly #sorted: string[] = [];

  add(key: string): void {
    const at = this.#firstAtOrAfter(key);
    if (this.#sorted[at] !== key) this.#sorted.splice(at, 0, key);
  }

  remove(key: string): void {
    const at = this.#firstAtOrAfter(key);
    if (this.#sorted[at] === key) this.#sorted.splice(at, 1);
  }

  below(prefix: string): string[] {
    const from = this.#firstAtOrAfter(prefix);
    const to = this.#firstAtOrAfter(prefix + '\u{10ffff}');
    return this.#sorted.slice(from, to);
  }

  #firstAtOrAfter(key: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
