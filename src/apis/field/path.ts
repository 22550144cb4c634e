/** A path to a field, printed as upstream prints it: `spec.containers[0].name`, `data[a b]`. Source: field/path.go. */
export class Path {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** A path that starts at the object's root; several names are joined by dots. */
  static of(...names: string[]): Path {
    return new Path(names.join('.'));
  }

  child(...names: string[]): Path {
    return new Path([...(this.#text === '' ? [] : [this.#text]), ...names].join('.'));
  }

  index(i: number): Path {
    return new Path(`${this.#text}[${i}]`);
  }

  key(k: string): Path {
    return new Path(`${this.#text}[${k}]`);
  }

  toString(): string {
    return this.#text;
  }
}
