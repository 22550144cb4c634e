/** Writes protobuf messages field by field. Source: protobuf.dev/programming-guides/encoding. */

const VARINT = 0;
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
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
