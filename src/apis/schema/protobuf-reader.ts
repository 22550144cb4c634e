/** Reads the protobuf wire format. Source: the encoding chapter of the Protocol Buffers documentation. */
import { DecodeError } from './decode-error.js';

export interface WireField {
  readonly number: number;
  /** 0 varint, 1 fixed64, 2 length-delimited, 5 fixed32. */
  readonly wireType: number;
  /** The value of a varint or fixed field. */
  readonly value: bigint;
  /** The content of a length-delimited field. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();

/** The fields of a message, in the order in which they come. @throws DecodeError for bytes that are no message. */
export function* readFields(message: Uint8Array): Generator<WireField> {
  const cursor = { at: 0 };
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  while (cursor.at < message.length) {
    const tag = readVarint(message, cursor);
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (number === 0) throw new DecodeError(`proto: illegal tag ${number} (wire type ${wireType})`);
    switch (wireType) {
      case 0:
        yield { number, wireType, value: readVarint(message, cursor), bytes: NOTHING };
        break;
      case 1:
        yield { number, wireType, value: view.getBigUint64(advance(message, cursor, 8), true), bytes: NOTHING };
        break;
      case 2: {
        const length = Number(readVarint(message, cursor));
        const from = advance(message, cursor, length);
        yield { number, wireType, value: 0n, bytes: message.subarray(from, from + length) };
        break;
      }
      case 5:
        yield { number, wireType, value: BigInt(view.getUint32(advance(message, cursor, 4), true)), bytes: NOTHING };
        break;
      default:
        throw new DecodeError(`proto: illegal wireType ${wireType}`);
    }
  }
}

interface Cursor {
  at: number;
}

/** Moves the cursor and returns where it was. */
function advance(message: Uint8Array, cursor: Cursor, length: number): number {
  const from = cursor.at;
  if (from + length > message.length) throw new DecodeError('unexpected EOF');
  cursor.at = from + length;
  return from;
}

const LONGEST_VARINT = 10;

function readVarint(message: Uint8Array, cursor: Cursor): bigint {
  let value = 0n;
  for (let i = 0; i < LONGEST_VARINT; i++) {
    const byte = message[cursor.at++];
    if (byte === undefined) throw new DecodeError('unexpected EOF');
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new DecodeError('proto: integer overflow');
}
