/** Writes the protobuf wire format. Source: the encoding chapter of the Protocol Buffers documentation. */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;

const FIRST_SIZE = 1024;
/** Characters up to which a loop is faster than asking the buffer. */
const SHORT = 24;

/**
 * Fields one after the other into one growing buffer. A message's length is written when the message is complete, for
 * which its bytes move if the length needs more than one.
 */
export class ProtobufWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(size = FIRST_SIZE) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  strings(field: number, texts: readonly string[]): this {
    for (const text of texts) this.text(field, text);
    return this;
  }

  /** Written also where nothing is in it. */
  message(field: number, write: (message: ProtobufWriter) => void): this {
    const start = this.begin(field);
    write(this);
    return this.end(start);
  }

  /** Opens a message; what it returns closes it. */
  begin(field: number): number {
    this.raw((field << 3) | LENGTH_DELIMITED);
    this.#reserve(1);
    return ++this.#at;
  }

  end(start: number): this {
    const length = this.#at - start;
    if (length < 0x80) {
      this.#buffer[start - 1] = length;
      return this;
    }
    const extra = varintSize(length) - 1;
    this.#reserve(extra);
    this.#buffer.copyWithin(start + extra, start, this.#at);
    this.#at = start - 1;
    this.raw(length);
    this.#at += length;
    return this;
  }

  /** Written also where it is empty, as proto2 does for a field that is set. */
  text(field: number, text: string): this {
    const start = this.begin(field);
    const { length } = text;
    this.#reserve(length * 3);
    if (length > SHORT || !this.#ascii(text)) this.#at = start + this.#buffer.write(text, start, 'utf8');
    return this.end(start);
  }

  /** The bytes that a canonical base64 text stands for. */
  base64(field: number, text: string): this {
    const start = this.begin(field);
    this.#reserve(text.length);
    this.#at += this.#buffer.write(text, start, 'base64');
    return this.end(start);
  }

  bytes(field: number, bytes: Uint8Array): this {
    this.raw((field << 3) | LENGTH_DELIMITED);
    this.raw(bytes.length);
    return this.append(bytes);
  }

  /** An integer; a negative one takes ten bytes, whatever its type. */
  varint(field: number, value: number | bigint): this {
    this.raw((field << 3) | VARINT);
    return this.raw(value);
  }

  double(field: number, value: number): this {
    this.raw((field << 3) | FIXED64);
    this.#reserve(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
    return this;
  }

  /** A varint that no tag precedes. */
  raw(value: number | bigint): this {
    this.#reserve(10);
    let rest = value;
    if (typeof rest === 'bigint' || rest < 0 || rest > 0x7fffffff) {
      rest = BigInt.asUintN(64, BigInt(rest));
      for (; rest > 0x7fn; rest >>= 7n) this.#buffer[this.#at++] = Number(rest & 0x7fn) | 0x80;
      this.#buffer[this.#at++] = Number(rest);
      return this;
    }
    for (; rest > 0x7f; rest >>>= 7) this.#buffer[this.#at++] = (rest & 0x7f) | 0x80;
    this.#buffer[this.#at++] = rest;
    return this;
  }

  /** Bytes that are fields already. */
  append(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }

  get length(): number {
    return this.#at;
  }

  /** A copy of what was written from there on. */
  since(start: number): Uint8Array {
    return Buffer.from(this.#buffer.subarray(start, this.#at));
  }

  /** The whole; the writer is done with. */
  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  /** False where the text is more than ASCII, and then what was written is void. */
  #ascii(text: string): boolean {
    const buffer = this.#buffer;
    let at = this.#at;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      buffer[at++] = code;
    }
    this.#at = at;
    return true;
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size++;
  return size;
}
