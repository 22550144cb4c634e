/** Decoding of single values. Source: literalStore in encoding/json's decode.go, and the types' own UnmarshalJSON. */
import { canonicalBase64 } from './base64.js';
import { DecodeError } from './decode-error.js';
import { type DecodeState } from './decode-state.js';
import { formatDuration, parseDuration } from './duration.js';
import { canonicalQuantity } from './quantity.js';
import { type ScalarKind, type SpecialKind } from './schema.js';
import { canonicalMicroTime, canonicalTime } from './time.js';

/** Lowest and highest value; int64's are those that a number of JavaScript comes near to. */
const RANGES = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 63), 2 ** 63],
  uint8: [0, 255],
  uint32: [0, 2 ** 32 - 1],
} as const;

/** `value` is not null. */
export function decodeScalar(scalar: ScalarKind, go: string, value: unknown, state: DecodeState): unknown {
  switch (scalar) {
    case 'any':
      return value;
    case 'string':
      return typeof value === 'string' ? value : state.typeError(value, go);
    case 'bool':
      return typeof value === 'boolean' ? value : state.typeError(value, go);
    case 'float64':
      return typeof value === 'number' ? value : state.typeError(value, go);
    case 'bytes':
      return decodeBytes(go, value, state);
    default: {
      if (typeof value !== 'number') return state.typeError(value, go);
      return isInteger(value, scalar, state.literal) ? value : state.typeError(value, go, true);
    }
  }
}

const LONGEST = 2n ** 63n;

/** Go takes no integer that is written as anything else: `1.0`, `5e0`. */
function isInteger(value: number, scalar: keyof typeof RANGES, literal: string | undefined): boolean {
  const [low, high] = RANGES[scalar];
  if (!Number.isInteger(value) || value < low || value > high) return false;
  if (literal === undefined) return true;
  return /^-?\d+$/.test(literal) && BigInt(literal) < LONGEST && BigInt(literal) >= -LONGEST;
}

/** Base64 text, or the bytes one by one in an array. */
function decodeBytes(go: string, value: unknown, state: DecodeState): unknown {
  if (Array.isArray(value)) {
    const bytes = value.map((byte: unknown) => decodeScalar('uint8', 'uint8', byte ?? 0, state));
    return Buffer.from(bytes.map((byte) => (typeof byte === 'number' ? byte : 0))).toString('base64');
  }
  if (typeof value !== 'string') return state.typeError(value, go);
  try {
    return canonicalBase64(value);
  } catch (error) {
    if (error instanceof DecodeError) return state.save(error);
    throw error;
  }
}

/** Throws DecodeError at once: an error of UnmarshalJSON ends Go's decoding. */
export function decodeSpecial(special: SpecialKind, value: unknown, state: DecodeState): unknown {
  switch (special) {
    case 'Time':
      return canonicalTime(text(value, state));
    case 'MicroTime':
      return canonicalMicroTime(text(value, state));
    case 'Duration':
      return formatDuration(parseDuration(text(value, state)));
    case 'Quantity':
      return canonicalQuantity((typeof value === 'string' ? value : (state.literal ?? JSON.stringify(value))).trim());
    case 'IntOrString':
      if (typeof value === 'string') return value;
      if (typeof value !== 'number') throw state.newTypeError(value, 'int32');
      if (!isInteger(value, 'int32', state.literal)) throw state.newTypeError(value, 'int32', true);
      return value;
    default:
      return value;
  }
}

function text(value: unknown, state: DecodeState): string {
  if (typeof value !== 'string') throw state.newTypeError(value, 'string');
  return value;
}
