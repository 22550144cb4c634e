/**
 * Reads the protobuf wire format with the checks and errors of Go's generated unmarshalers.
 * Source: the Unmarshal methods and skipGenerated of a generated.pb.go.
 */
import { DecodeError } from './decode-error.js';

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
const START_GROUP = 3;
const END_GROUP = 4;
const FIXED32 = 5;

/** A field that the reader of a message knows. */
export interface KnownField {
  /** Go's name: `ObjectMeta`. */
  readonly name: string;
  /** Its wire type. A varint may also come packed where it repeats. */
  readonly wire: typeof VARINT | typeof FIXED64 | typeof LENGTH_DELIMITED;
  readonly packable?: boolean;
}

export interface WireField<F> {
  readonly number: number;
  readonly field: F;
  /** The bits of a varint or fixed64. */
  readonly value: bigint;
  /** The content of a length-delimited field. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();

/**
 * The fields of a message of Go type `goName` that `known` has, in the order in which they come; others are skipped.
 * Throws DecodeError for bytes that are no such message.
 */
export function* readFields<F extends KnownField>(
  message: Uint8Array,
  goName: string,
  known: ReadonlyMap<number, F>,
): Generator<WireField<F>> {
  const reader = new Reader(message);
  while (!reader.done) {
    const start = reader.at;
    const { number, wireType } = reader.tag();
    if (wireType === END_GROUP) throw new DecodeError(`proto: ${goName}: wiretype end group for non-group`);
    if (number <= 0) {
      reader.at = start;
      throw new DecodeError(`proto: ${goName}: illegal tag ${number} (wire type ${reader.varint()})`);
    }
    const field = known.get(number);
    if (field === undefined) {
      reader.at = start;
      reader.skip();
    } else if (wireType === field.wire) {
      yield { number, field, ...reader.content(field.wire) };
    } else if (field.packable === true && wireType === LENGTH_DELIMITED) {
      const packed = new Reader(reader.bytes());
      while (!packed.done) yield { number, field, ...packed.content(field.wire) };
    } else {
      throw new DecodeError(`proto: wrong wireType = ${wireType} for field ${field.name}`);
    }
  }
}

/** Key and value of a map's entry: what their tags say of their wire type is not looked at. */
export function readEntry(entry: Uint8Array, valueWire: KnownField['wire']): { key: string; value?: WireContent } {
  const reader = new Reader(entry);
  const found: { key: string; value?: WireContent } = { key: '' };
  while (!reader.done) {
    const start = reader.at;
    const { number } = reader.tag();
    if (number === 1) found.key = textOf(reader.bytes());
    else if (number === 2) found.value = reader.content(valueWire);
    else {
      reader.at = start;
      reader.skip();
    }
  }
  return found;
}

export type WireContent = Pick<WireField<unknown>, 'value' | 'bytes'>;

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

const LONGEST_VARINT = 10;

class Reader {
  readonly #message: Uint8Array;
  #low = 0;
  #high = 0;
  at = 0;

  constructor(message: Uint8Array) {
    this.#message = message;
  }

  get done(): boolean {
    return this.at >= this.#message.length;
  }

  content(wire: KnownField['wire']): WireContent {
    if (wire === LENGTH_DELIMITED) return { value: 0n, bytes: this.bytes() };
    return { value: wire === VARINT ? this.varint() : this.#fixed64(), bytes: NOTHING };
  }

  /** A field's number, an int32, and its wire type. */
  tag(): { number: number; wireType: number } {
    this.#readVarint();
    return { number: (this.#high << 29) | (this.#low >>> 3), wireType: this.#low & 7 };
  }

  varint(): bigint {
    this.#readVarint();
    // Node 20's compiler ends the process over a BigInt that is BigInt.asUintN() on one way and not on another.
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  /** Leaves a varint's 64 bits in two halves. */
  #readVarint(): void {
    this.#low = 0;
    this.#high = 0;
    for (let i = 0; i < LONGEST_VARINT; i++) {
      const byte = this.#message[this.at++];
      if (byte === undefined) throw endsEarly();
      const bits = byte & 0x7f;
      if (i < 5) this.#low = (this.#low | (bits << (7 * i))) >>> 0;
      if (i === 4) this.#high = bits >>> 4;
      if (i > 4) this.#high = (this.#high | (bits << (7 * i - 32))) >>> 0;
      if (byte < 0x80) return;
    }
    throw new DecodeError('proto: integer overflow');
  }

  bytes(): Uint8Array {
    const length = this.#length();
    const from = this.#advance(length);
    return this.#message.subarray(from, from + length);
  }

  /** Passes over a field with all that is in it, where it is a group. */
  skip(): void {
    let depth = 0;
    do {
      if (this.done) throw endsEarly();
      const { wireType } = this.tag();
      if (wireType === VARINT) this.#readVarint();
      else if (wireType === FIXED64) this.at += 8;
      else if (wireType === LENGTH_DELIMITED) this.#pass(this.#length());
      else if (wireType === START_GROUP) depth++;
      else if (wireType === END_GROUP && depth-- === 0) throw new DecodeError('proto: unexpected end of group');
      else if (wireType === FIXED32) this.at += 4;
      else if (wireType !== END_GROUP) throw new DecodeError(`proto: illegal wireType ${wireType}`);
    } while (depth > 0);
    if (this.at > this.#message.length) throw endsEarly();
  }

  #pass(length: number): void {
    this.at += length;
  }

  #length(): number {
    this.#readVarint();
    if (this.#high > 0x7fffffff) throw new DecodeError('proto: negative length found during unmarshaling');
    return this.#high * 2 ** 32 + this.#low;
  }

  #fixed64(): bigint {
    const { buffer, byteOffset } = this.#message;
    return new DataView(buffer, byteOffset + this.#advance(8), 8).getBigUint64(0, true);
  }

  /** Returns where it was. */
  #advance(length: number): number {
    const from = this.at;
    if (from + length > this.#message.length) throw endsEarly();
    this.at = from + length;
    return from;
  }
}

function endsEarly(): DecodeError {
  return new DecodeError('unexpected EOF');
}
