/** Writes proto3 messages: what is not set is left out. Source: protobuf.dev/programming-guides/encoding. */
import { ProtobufWriter as WireWriter } from '../apis/schema/protobuf-writer.js';

export class ProtobufWriter {
  readonly #out = new WireWriter();

  /** Left out where undefined or empty. */
  string(field: number, text: string | undefined): this {
    return text === undefined || text === '' ? this : this.oneofString(field, text);
  }

  strings(field: number, texts: readonly string[]): this {
    for (const text of texts) this.#out.text(field, text);
    return this;
  }

  /** Left out where it is not true. */
  bool(field: number, value: boolean | undefined): this {
    return value === true ? this.oneofBool(field, value) : this;
  }

  /** An integer; left out where it is no number, or 0. */
  varint(field: number, value: unknown): this {
    if (typeof value === 'number' && value !== 0) this.#out.varint(field, value);
    return this;
  }

  /** Left out where it is no number, or 0. */
  double(field: number, value: unknown): this {
    return typeof value !== 'number' || value === 0 ? this : this.oneofDouble(field, value);
  }

  /** Members of a oneof are written also where they are 0, false or empty. */
  oneofDouble(field: number, value: number): this {
    this.#out.double(field, value);
    return this;
  }

  oneofBool(field: number, value: boolean): this {
    this.#out.varint(field, value ? 1 : 0);
    return this;
  }

  oneofString(field: number, text: string): this {
    this.#out.text(field, text);
    return this;
  }

  /** Written also where nothing is in it. */
  message(field: number, write: (message: this) => void): this {
    const start = this.#out.begin(field);
    write(this);
    this.#out.end(start);
    return this;
  }

  finish(): Uint8Array {
    return this.#out.finish();
  }
}
