/** An unsigned number of 64 bits, which is a type of its own beside int. */
export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}
