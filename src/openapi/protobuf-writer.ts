/** Writes protobuf messages field by field. Source: protobuf.dev/programming-guides/encoding. */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;

export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** Left out where undefined or empty, as proto3 does. */
  string(field: number, text: string | undefined): this {
    return text === undefined || text === '' ? this : this.#delimited(field, Buffer.from(text));
  }

  strings(field: number, texts: readonly string[]): this {
    for (const text of texts) this.#delimited(field, Buffer.from(text));
    return this;
  }

  bool(field: number, value: boolean | undefined): this {
    if (value !== true) return this;
    return this.#push(varint((field << 3) | VARINT)).#push(varint(1));
  }

  /** An integer that is not negative; left out where it is no number, or 0. */
  varint(field: number, value: unknown): this {
    if (typeof value !== 'number' || value === 0) return this;
    return this.#push(varint((field << 3) | VARINT)).#push(varint(value));
  }

  /** Left out where it is no number, or 0. */
  double(field: number, value: unknown): this {
    return typeof value !== 'number' || value === 0 ? this : this.oneofDouble(field, value);
  }

  /** Members of a oneof are written also where they are 0, false or empty. */
  oneofDouble(field: number, value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return this.#push(varint((field << 3) | FIXED64)).#push(bytes);
  }

  oneofBool(field: number, value: boolean): this {
    return this.#push(varint((field << 3) | VARINT)).#push(varint(value ? 1 : 0));
  }

  oneofString(field: number, text: string): this {
    return this.#delimited(field, Buffer.from(text));
  }

  /** Written also where nothing is in it. */
  message(field: number, write: (message: ProtobufWriter) => void): this {
    const message = new ProtobufWriter();
    write(message);
    return this.#delimited(field, message.finish());
  }

  finish(): Uint8Array {
    return Buffer.concat(this.#chunks, this.#length);
  }

  #delimited(field: number, bytes: Uint8Array): this {
    return this.#push(varint((field << 3) | LENGTH_DELIMITED))
      .#push(varint(bytes.length))
      .#push(bytes);
  }

  #push(chunk: Uint8Array): this {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    return this;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
